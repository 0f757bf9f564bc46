docker image rm diet:1
