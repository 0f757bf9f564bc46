FROM busybox
RUN head -c 20000000 /dev/zero > /zeros.bin
