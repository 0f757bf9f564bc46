# check=skip=JSONArgsRecommended
FROM busybox AS cmd-exec
CMD ["echo", "cmd"]

FROM busybox AS cmd-shell
CMD echo cmd

FROM busybox AS entry-and-cmd
ENTRYPOINT ["echo", "entry"]
CMD ["cmd"]

FROM busybox AS entry-and-shell
ENTRYPOINT ["echo", "entry"]
CMD echo cmd

FROM busybox AS entry-shell
ENTRYPOINT echo entry
CMD ["cmd"]

FROM entry-and-cmd AS child
ENTRYPOINT ["echo", "child"]
