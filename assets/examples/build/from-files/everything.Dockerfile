FROM nginx:1.26
COPY . /usr/share/nginx/html
