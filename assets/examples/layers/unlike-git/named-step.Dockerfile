FROM busybox AS draft
COPY books.txt /reading/
RUN echo "Ulysses, if I dare" > /reading/draft.txt

FROM draft
RUN rm /reading/draft.txt
