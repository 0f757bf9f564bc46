/* Shelf's api: a reading list over HTTP, kept in memory. One thread answers one connection. */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TITLE_MAX = 200, REQUEST_MAX = 16384, BODY_MAX = 1 << 20 };

struct book {
    struct book *next;
    long id;
    char title[];
};

static struct {
    pthread_mutex_t lock;
    struct book *first;
    long last_id;
} shelf = {.lock = PTHREAD_MUTEX_INITIALIZER};

static struct {
    pthread_mutex_t lock;
    pthread_cond_t none;
    int count;
} answering = {.lock = PTHREAD_MUTEX_INITIALIZER, .none = PTHREAD_COND_INITIALIZER};

static volatile sig_atomic_t stopping;

static void stop(int number)
{
    (void)number;
    stopping = 1;
}

/* Write a string of JSON. */
static void quote(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fprintf(out, "\\%c", *text);
        else if ((unsigned char)*text < 0x20)
            fprintf(out, "\\u%04x", *text);
        else
            fputc(*text, out);
    }
    fputc('"', out);
}

static void write_book(FILE *out, const struct book *book)
{
    fprintf(out, "{\"id\":%ld,\"title\":", book->id);
    quote(out, book->title);
    fputc('}', out);
}

/* Return the number of characters, or -1 if this is not UTF-8 or has control characters. */
static int count_characters(const unsigned char *text, size_t length)
{
    static const unsigned smallest[] = {0x20, 0x80, 0x800, 0x10000};
    int count = 0;

    for (size_t i = 0; i < length; count++) {
        unsigned c = text[i++];
        int more = c < 0x80 ? 0 : c < 0xC0 ? -1 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : c < 0xF8 ? 3 : -1;
        unsigned code = more > 0 ? c & (0x3F >> more) : c;

        if (more < 0 || i + (size_t)more > length)
            return -1;
        for (int k = 0; k < more; k++, i++) {
            if ((text[i] & 0xC0) != 0x80)
                return -1;
            code = code << 6 | (text[i] & 0x3F);
        }
        if (code < smallest[more] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
            return -1;
    }
    return count;
}

static const char *list_books(FILE *out)
{
    fputc('[', out);
    pthread_mutex_lock(&shelf.lock);
    for (struct book *book = shelf.first; book; book = book->next) {
        write_book(out, book);
        if (book->next)
            fputc(',', out);
    }
    pthread_mutex_unlock(&shelf.lock);
    fputc(']', out);
    return "200 OK";
}

static const char *add_book(FILE *out, const char *body, size_t length, long *id)
{
    while (length && strchr(" \t\r\n", body[length - 1]))
        length--;
    while (length && strchr(" \t\r\n", *body))
        body++, length--;

    int characters = count_characters((const unsigned char *)body, length);
    if (characters < 1 || characters > TITLE_MAX) {
        fputs("{\"error\":\"the body must be a title of 1 to 200 characters, in UTF-8\"}", out);
        return "400 Bad Request";
    }
    struct book *book = malloc(sizeof *book + length + 1);
    if (!book) {
        fputs("{\"error\":\"out of memory\"}", out);
        return "500 Internal Server Error";
    }
    *book = (struct book){0};
    memcpy(book->title, body, length);
    book->title[length] = '\0';

    pthread_mutex_lock(&shelf.lock);
    struct book **end = &shelf.first;
    while (*end)
        end = &(*end)->next;
    *end = book;
    *id = book->id = ++shelf.last_id;
    write_book(out, book); /* before somebody else can remove it */
    pthread_mutex_unlock(&shelf.lock);
    return "201 Created";
}

static const char *one_book(FILE *out, const char *method, const char *number)
{
    char *rest;
    long id = strtol(number, &rest, 10);
    const char *status = NULL;

    pthread_mutex_lock(&shelf.lock);
    struct book **place = &shelf.first;
    while (*place && (*place)->id != id)
        place = &(*place)->next;
    struct book *book = *rest ? NULL : *place;
    if (book && strcmp(method, "GET") == 0) {
        write_book(out, book);
        status = "200 OK";
    } else if (book) {
        *place = book->next;
        free(book);
        status = "204 No Content";
    }
    pthread_mutex_unlock(&shelf.lock);
    if (status)
        return status;
    fputs("{\"error\":\"there is no such book\"}", out);
    return "404 Not Found";
}

static const char *route(FILE *out, const char *method, const char *path, const char *body,
                         size_t length, long *id)
{
    int get = strcmp(method, "GET") == 0;
    int health = strcmp(path, "/health") == 0;
    int books = strcmp(path, "/books") == 0;
    int book = strncmp(path, "/books/", 7) == 0;

    if (health && get) {
        fputs("{\"status\":\"ok\"}", out);
        return "200 OK";
    }
    if (books && get)
        return list_books(out);
    if (books && strcmp(method, "POST") == 0)
        return add_book(out, body, length, id);
    if (book && (get || strcmp(method, "DELETE") == 0))
        return one_book(out, method, path + 7);
    if (health || books || book) {
        fputs("{\"error\":\"method not allowed\"}", out);
        return "405 Method Not Allowed";
    }
    fputs("{\"error\":\"not found\"}", out);
    return "404 Not Found";
}

/* Read a request; return the bytes of its body, or -1 if it makes no sense. */
static ssize_t read_request(int client, char *buffer, char **body)
{
    size_t got = 0, length = 0;
    char *end = NULL;

    while (!end && got < REQUEST_MAX - 1) {
        ssize_t n = read(client, buffer + got, REQUEST_MAX - 1 - got);
        if (n <= 0)
            return -1;
        buffer[got += (size_t)n] = '\0';
        end = strstr(buffer, "\r\n\r\n");
    }
    if (!end)
        return -1;
    *body = end + 4;
    *end = '\0'; /* the headers end here */
    char *header = strcasestr(buffer, "\r\nContent-Length:");
    if (header) {
        char *value = header + 17, *rest;
        value += strspn(value, " \t");
        length = strtoul(value, &rest, 10);
        if (*value < '0' || *value > '9' || (*rest && *rest != '\r') || length > BODY_MAX)
            return -1;
    }
    size_t have = got - (size_t)(*body - buffer);
    size_t room = REQUEST_MAX - 1 - (size_t)(*body - buffer);
    while (have < length) { /* what is too long to be a title is read, and forgotten */
        size_t place = have < room ? have : 0;
        size_t wanted = length - have < room - place ? length - have : room - place;
        ssize_t n = read(client, *body + place, wanted);
        if (n <= 0)
            return -1;
        have += (size_t)n;
    }
    return length > room ? 0 : (ssize_t)length;
}

static void answer(int client)
{
    char buffer[REQUEST_MAX], method[16] = "-", path[1024] = "-", *body = NULL, *text = NULL;
    const char *status = "400 Bad Request";
    size_t size = 0;
    long id = 0;
    int whole = 0; /* becomes the length of a request line that makes sense */
    FILE *out = open_memstream(&text, &size);

    if (!out)
        return;
    ssize_t length = read_request(client, buffer, &body);
    if (length >= 0)
        sscanf(buffer, "%15s %1023s HTTP/1.%n", method, path, &whole);
    if (whole)
        status = route(out, method, path, body, (size_t)length, &id);
    else
        fputs("{\"error\":\"bad request\"}", out);
    fclose(out);

    dprintf(client, "HTTP/1.1 %s\r\nContent-Type: application/json\r\nConnection: close\r\n",
            status);
    if (id)
        dprintf(client, "Location: /books/%ld\r\n", id);
    if (size)
        dprintf(client, "Content-Length: %zu\r\n", size);
    dprintf(client, "\r\n%s", text);
    free(text);

    flockfile(stdout); /* a line is written as a whole */
    printf("{\"event\":\"request\",\"method\":");
    quote(stdout, method);
    printf(",\"path\":");
    quote(stdout, path);
    printf(",\"status\":%.3s}\n", status);
    funlockfile(stdout);
}

static void *serve(void *argument)
{
    int client = (int)(long)argument;
    struct timeval patience = {.tv_sec = 5};

    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    answer(client);
    close(client);
    pthread_mutex_lock(&answering.lock);
    if (--answering.count == 0)
        pthread_cond_signal(&answering.none);
    pthread_mutex_unlock(&answering.lock);
    return NULL;
}

int main(void)
{
    const char *name = getenv("PORT");
    int port = name ? atoi(name) : 8000;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1;

    setlinebuf(stdout);
    signal(SIGPIPE, SIG_IGN);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) ||
        listen(listener, 128)) {
        perror("shelf");
        return 1;
    }

    /* SIGTERM can only arrive while ppoll waits, so none is missed. */
    sigset_t term, before;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &term, &before);
    sigaction(SIGTERM, &(struct sigaction){.sa_handler = stop}, NULL);

    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&small, 128 * 1024);

    printf("{\"event\":\"started\",\"port\":%d}\n", port);
    while (!stopping) {
        struct pollfd waiting = {.fd = listener, .events = POLLIN};
        if (ppoll(&waiting, 1, NULL, &before) < 1)
            continue;
        int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (client < 0)
            continue;
        pthread_mutex_lock(&answering.lock);
        answering.count++;
        pthread_mutex_unlock(&answering.lock);
        pthread_t thread;
        if (pthread_create(&thread, &small, serve, (void *)(long)client))
            serve((void *)(long)client);
    }

    close(listener);
    struct timespec limit;
    clock_gettime(CLOCK_REALTIME, &limit);
    limit.tv_nsec += 800 * 1000 * 1000;
    limit.tv_sec += limit.tv_nsec / 1000000000;
    limit.tv_nsec %= 1000000000;
    pthread_mutex_lock(&answering.lock);
    while (answering.count && pthread_cond_timedwait(&answering.none, &answering.lock, &limit) == 0)
        ;
    pthread_mutex_unlock(&answering.lock);
    printf("{\"event\":\"stopped\"}\n");
    return 0;
}
