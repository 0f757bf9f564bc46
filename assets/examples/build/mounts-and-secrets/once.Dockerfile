# syntax=docker/dockerfile:1
FROM busybox
RUN --mount=type=bind,source=list.txt,target=/list.txt \
    --mount=type=tmpfs,target=/scratch \
    head -c 20000000 /dev/urandom > /scratch/raw && wc -c < /scratch/raw > /result.txt && wc -l < /list.txt >> /result.txt
USER 10001
CMD ["cat", "/result.txt"]
