docker image rm quote:1
