FROM nginx:1.26
COPY notes.txt /usr/share/nginx/html/
