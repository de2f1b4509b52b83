package discordtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// Serve runs a stand-in at an address such as "127.0.0.1:8090" until ctx ends, and says on out how to point a bot to it.
func Serve(ctx context.Context, address string, config Config, out io.Writer) error {
	s, err := New(config)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("discordtest: %w", err)
	}
	channel := s.AddChannel("china-cloud-ai", 0)
	fmt.Fprintf(out, "# Discord: look at it on http://%s/\ndiscord:\n  api_url: http://%s\n  application_id: %q\n  public_key: %s\n  token: %s\n# channel: discord:%s/%s\n",
		listener.Addr(), listener.Addr(), s.Application(), s.PublicKey(), s.Token(), s.Guild(), channel)
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() {
		s.CutSockets()
		_ = server.Close() // Serve below reports what matters
	})
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("discordtest: %w", err)
	}
	return nil
}
