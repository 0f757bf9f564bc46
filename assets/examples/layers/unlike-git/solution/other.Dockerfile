FROM busybox
COPY --chmod=600 note.txt /note.txt
