docker image rm vault:1
