FROM busybox
CMD ["wc", "-c"]
