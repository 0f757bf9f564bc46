FROM busybox
RUN head -c 20000000 /dev/urandom > /download.tar
RUN sha256sum /download.tar > /result.txt
RUN rm /download.tar
