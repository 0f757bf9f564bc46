FROM nginx:1.26
MAINTAINER Ada
ENV PORT 8080
CMD nginx -g "daemon off;"
