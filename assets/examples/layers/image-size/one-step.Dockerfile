FROM busybox
RUN head -c 20000000 /dev/urandom > /download.tar && sha256sum /download.tar > /result.txt && rm /download.tar
