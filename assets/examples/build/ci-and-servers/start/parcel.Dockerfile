FROM busybox
RUN echo "a parcel" > /parcel.txt
CMD ["cat", "/parcel.txt"]
