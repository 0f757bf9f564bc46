// Shelf's api: a reading list over HTTP, kept in memory.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	"unicode"
	"unicode/utf8"
)

const titleMax = 200

type Book struct {
	ID    int    `json:"id"`
	Title string `json:"title"`
}

// Shelf keeps books, the oldest first.
type Shelf struct {
	mu     sync.RWMutex
	books  []Book
	lastID int
}

func (s *Shelf) list(w http.ResponseWriter, _ *http.Request) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	reply(w, http.StatusOK, append([]Book{}, s.books...))
}

func (s *Shelf) add(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 4*titleMax+100))
	title := strings.TrimSpace(string(body))
	if err != nil || !isTitle(title) {
		fail(w, http.StatusBadRequest, "the body must be a title of 1 to 200 characters, in UTF-8")
		return
	}
	s.mu.Lock()
	s.lastID++
	book := Book{s.lastID, title}
	s.books = append(s.books, book)
	s.mu.Unlock()
	w.Header().Set("Location", "/books/"+strconv.Itoa(book.ID))
	reply(w, http.StatusCreated, book)
}

func isTitle(text string) bool {
	return text != "" && utf8.ValidString(text) && utf8.RuneCountInString(text) <= titleMax &&
		!strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && unicode.IsControl(r) })
}

func (s *Shelf) get(w http.ResponseWriter, r *http.Request) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if at := s.find(r.PathValue("id")); at >= 0 {
		reply(w, http.StatusOK, s.books[at])
		return
	}
	fail(w, http.StatusNotFound, "there is no such book")
}

func (s *Shelf) remove(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.find(r.PathValue("id"))
	if at < 0 {
		fail(w, http.StatusNotFound, "there is no such book")
		return
	}
	s.books = append(s.books[:at], s.books[at+1:]...)
	w.WriteHeader(http.StatusNoContent)
}

// find returns the place of a book, or -1. The caller holds the lock.
func (s *Shelf) find(number string) int {
	id, err := strconv.Atoi(number)
	for at, book := range s.books {
		if err == nil && book.ID == id {
			return at
		}
	}
	return -1
}

func reply(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value)
}

func fail(w http.ResponseWriter, status int, message string) {
	reply(w, status, map[string]string{"error": message})
}

// routes says which path and method belongs to what.
func routes() http.Handler {
	shelf := &Shelf{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /books", shelf.list)
	mux.HandleFunc("POST /books", shelf.add)
	mux.HandleFunc("GET /books/{id}", shelf.get)
	mux.HandleFunc("DELETE /books/{id}", shelf.remove)
	for _, path := range []string{"/health", "/books", "/books/{id}"} {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			fail(w, http.StatusMethodNotAllowed, "method not allowed")
		})
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		fail(w, http.StatusNotFound, "not found")
	})
	return mux
}

// recorder remembers the status of an answer, for the log.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorder := &recorder{w, http.StatusOK}
		next.ServeHTTP(recorder, r)
		slog.Info("request", "method", r.Method, "path", r.URL.Path, "status", recorder.status)
	})
}

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	port := cmp.Or(os.Getenv("PORT"), "8000")
	server := &http.Server{Addr: ":" + port, Handler: logged(routes()), ReadTimeout: 5 * time.Second}

	stopped, release := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer release()
	go func() {
		slog.Info("started", "port", port)
		if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			slog.Error("failed", "error", err)
			os.Exit(1)
		}
	}()

	<-stopped.Done()
	ctx, cancel := context.WithTimeout(context.Background(), 800*time.Millisecond)
	defer cancel()
	server.Shutdown(ctx) // waits for the answers under way
	slog.Info("stopped")
}
