FROM busybox
RUN head -c 5000000 /dev/urandom > /heavy.bin
RUN chmod 600 /heavy.bin
