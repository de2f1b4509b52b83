package discord

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Limits of what the interaction endpoint reads.
const (
	maxInteraction = 1 << 20 // bytes
	freshness      = 5 * time.Minute
)

// Handler returns the endpoint for interactions over HTTP. It answers 401 to whatever Discord has not signed lately.
func (a *Adapter) Handler() http.Handler { return http.HandlerFunc(a.endpoint) }

func (a *Adapter) endpoint(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "POST only", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxInteraction))
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &tooLong):
		http.Error(w, "body too long", http.StatusRequestEntityTooLarge)
		return
	case err != nil:
		http.Error(w, "body not read", http.StatusBadRequest)
		return
	case !a.signed(r.Header, body, time.Now()):
		http.Error(w, "signature refused", http.StatusUnauthorized)
		return
	}
	answer := make(chan firstAnswer, 1)
	switch a.take(body, answer) {
	case taken:
	case ping:
		answer <- firstAnswer{callback: callback{Type: answerPong}, written: make(chan struct{})}
	case malformed:
		http.Error(w, "no interaction", http.StatusBadRequest)
		return
	case repeated:
		http.Error(w, "already answered", http.StatusConflict)
		return
	default:
		http.Error(w, "not serving", http.StatusServiceUnavailable)
		return
	}
	select {
	case first := <-answer:
		defer close(first.written)
		if first.repeated {
			http.Error(w, "already answered", http.StatusConflict)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(first.callback); err != nil {
			a.log.Warn("discord: the answer to an interaction could not be written", "error", err)
			return
		}
		_ = http.NewResponseController(w).Flush() // some writers cannot; they flush at the end
	case <-r.Context().Done():
	}
}

// signed verifies Ed25519 over timestamp and body, and that the timestamp is of these minutes.
func (a *Adapter) signed(h http.Header, body []byte, now time.Time) bool {
	signature, err := hex.DecodeString(h.Get("X-Signature-Ed25519"))
	timestamp := h.Get("X-Signature-Timestamp")
	seconds, err2 := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || err2 != nil || len(signature) != ed25519.SignatureSize || len(a.key) != ed25519.PublicKeySize {
		return false
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > freshness || age < -freshness {
		return false
	}
	return ed25519.Verify(a.key, append([]byte(timestamp), body...), signature)
}
