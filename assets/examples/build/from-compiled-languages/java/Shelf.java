import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Shelf's api: a reading list over HTTP, kept in memory; one virtual thread for each request. */
public class Shelf {
    static final int TITLE_MAX = 200;

    record Book(long id, String title) {
        String json() {
            return "{\"id\":%d,\"title\":%s}".formatted(id, quote(title));
        }
    }

    record Answer(int status, String body, Optional<String> location) {
        Answer(int status, String body) {
            this(status, body, Optional.empty());
        }

        static Answer error(int status, String message) {
            return new Answer(status, "{\"error\":%s}".formatted(quote(message)));
        }
    }

    private final NavigableMap<Long, Book> books = new ConcurrentSkipListMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final Phaser answering = new Phaser(1);

    Answer route(String method, String path, byte[] body) {
        if (path.equals("/health")) {
            return method.equals("GET") ? new Answer(200, "{\"status\":\"ok\"}") : notAllowed();
        }
        if (path.equals("/books")) {
            return switch (method) {
                case "GET" -> new Answer(200, list());
                case "POST" -> add(body);
                default -> notAllowed();
            };
        }
        if (path.startsWith("/books/")) {
            var id = number(path.substring("/books/".length()));
            var book = switch (method) {
                case "GET" -> books.get(id);
                case "DELETE" -> books.remove(id);
                default -> null;
            };
            return switch (method) {
                case "GET" -> book == null ? noBook() : new Answer(200, book.json());
                case "DELETE" -> book == null ? noBook() : new Answer(204, "");
                default -> notAllowed();
            };
        }
        return Answer.error(404, "not found");
    }

    private String list() {
        return books.values().stream().map(Book::json).collect(Collectors.joining(",", "[", "]"));
    }

    private Answer add(byte[] body) {
        var title = title(body);
        if (title.isEmpty()) {
            return Answer.error(400, "the body must be a title of 1 to 200 characters, in UTF-8");
        }
        var book = new Book(lastId.incrementAndGet(), title.get());
        books.put(book.id(), book);
        return new Answer(201, book.json(), Optional.of("/books/" + book.id()));
    }

    static Optional<String> title(byte[] body) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            var title = text.toString().strip();
            var length = title.codePointCount(0, title.length());
            var good = 1 <= length && length <= TITLE_MAX && title.chars().noneMatch(c -> c < ' ');
            return good ? Optional.of(title) : Optional.empty();
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException noNumber) {
            return 0;
        }
    }

    static Answer noBook() {
        return Answer.error(404, "there is no such book");
    }

    static Answer notAllowed() {
        return Answer.error(405, "method not allowed");
    }

    /** Make a string of JSON. */
    static String quote(String text) {
        var out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ') {
                out.append("\\u%04x".formatted(c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }

    void serve(HttpExchange exchange) throws IOException {
        answering.register();
        try (exchange) {
            var method = exchange.getRequestMethod();
            var path = exchange.getRequestURI().getPath();
            var answer = route(method, path, exchange.getRequestBody().readAllBytes());
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            answer.location().ifPresent(at -> exchange.getResponseHeaders().set("Location", at));
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            log("request", ",\"method\":%s,\"path\":%s,\"status\":%d"
                    .formatted(quote(method), quote(path), answer.status()));
        } finally {
            answering.arriveAndDeregister();
        }
    }

    static void log(String event, String facts) {
        System.out.println("{\"event\":\"%s\"%s}".formatted(event, facts));
    }

    /** Runs on SIGTERM. Java would then end with status 143, as if nobody had handled it. */
    private void stop(HttpServer server) {
        try {
            answering.awaitAdvanceInterruptibly(answering.arrive(), 800, TimeUnit.MILLISECONDS);
        } catch (InterruptedException | TimeoutException tooSlow) {
            log("gave up", "");
        }
        server.stop(0);
        log("stopped", "");
        Runtime.getRuntime().halt(0);
    }

    public static void main(String[] arguments) throws IOException {
        var port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8000"));
        var shelf = new Shelf();
        var server = HttpServer.create(new InetSocketAddress(port), 128);
        server.createContext("/", shelf::serve);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shelf.stop(server)));
        server.start();
        log("started", ",\"port\":" + port);
    }
}
