docker image rm reading-list:1.0 reading-list:latest reading-list:next
