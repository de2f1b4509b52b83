package discordtest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// UseEndpoint sends interactions to the bot's HTTP endpoint instead of the gateway. As Discord does when the address is
// entered, it first tries a ping and one with a wrong signature.
func (s *Server) UseEndpoint(ctx context.Context, url string) error {
	ping := []byte(`{"id":"1600000000000000001","type":1,"token":"x","version":1,"application_id":"` + s.config.Application + `"}`)
	status, body, err := s.Signed(ctx, url, ping, time.Now(), true)
	if err != nil || status != http.StatusOK || !bytes.Contains(body, []byte(`"type":1`)) {
		return errors.Join(fmt.Errorf("discordtest: the endpoint answers a ping with %d %q", status, body), err)
	}
	if status, _, err = s.Signed(ctx, url, ping, time.Now(), false); err != nil || status != http.StatusUnauthorized {
		return errors.Join(fmt.Errorf("discordtest: the endpoint answers a wrong signature with %d, want 401", status), err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endpoint = url
	return nil
}

// Signed posts a body to an address as Discord signs it, or with a signature of something else.
func (s *Server) Signed(ctx context.Context, url string, body []byte, at time.Time, right bool) (status int, answer []byte, err error) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	text := append([]byte(stamp), body...)
	if !right {
		text = append(text, '!')
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(s.key, text)))
	req.Header.Set("X-Signature-Timestamp", stamp)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	return resp.StatusCode, answer, err
}

// deliver hands an interaction over, by the gateway or by HTTP.
func (s *Server) deliver(ctx context.Context, it *interaction, event map[string]any) error {
	s.mu.Lock()
	s.last = event
	url := s.endpoint
	s.mu.Unlock()
	if url == "" {
		return s.dispatch("INTERACTION_CREATE", encode(event))
	}
	ctx, cancel := context.WithTimeout(ctx, s.config.Deadline)
	defer cancel()
	status, answer, err := s.Signed(ctx, url, encode(event), time.Now(), true)
	if err != nil || status != http.StatusOK {
		return errors.Join(ErrNoAnswer, fmt.Errorf("status %d", status), err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.callback(it.id, it.token, answer)
}

// Again delivers the last interaction anew and returns the status of the endpoint's answer; 0 over the gateway.
func (s *Server) Again(ctx context.Context) (status int, err error) {
	s.mu.Lock()
	url, event := s.endpoint, s.last
	s.mu.Unlock()
	if url == "" {
		return 0, s.dispatch("INTERACTION_CREATE", encode(event))
	}
	status, _, err = s.Signed(ctx, url, encode(event), time.Now(), true)
	return status, err
}

// DeliverTwice asks like Ask, but the delivery comes twice, as after a lost acknowledgement.
func (s *Server) DeliverTwice(ctx context.Context, who Person, channel, line string) (Answer, error) {
	data, err := s.typed(line)
	if err != nil {
		return Answer{}, err
	}
	it, event := s.begin(2, channel, who, data, nil)
	s.mu.Lock()
	url := s.endpoint
	s.mu.Unlock()
	if url == "" {
		if err := s.dispatch("INTERACTION_CREATE", encode(event)); err != nil {
			return Answer{}, err
		}
		return s.outcome(ctx, it, event)
	}
	a, err := s.outcome(ctx, it, event)
	if err != nil {
		return a, err
	}
	if status, _, err := s.Signed(ctx, url, encode(event), time.Now(), true); err != nil || status == http.StatusOK {
		return a, errors.Join(fmt.Errorf("discordtest: the second delivery was answered with %d", status), err)
	}
	return a, nil
}
