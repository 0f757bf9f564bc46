FROM nginx:1.26
COPY html /usr/share/nginx/html
