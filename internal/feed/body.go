package feed

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"strings"
)

// ratioFloor is how many decompressed bytes are let through before the ratio counts: a short text may well repeat itself.
const ratioFloor = 256 << 10

// readBody reads a response's body and undoes its Content-Encoding, within the limits. Compressed bytes that nobody
// announced are decompressed too, once.
func readBody(r io.Reader, encoding string, limits Limits) ([]byte, error) {
	in := &counting{r: r}
	plain, err := decoder(bufio.NewReader(in), strings.ToLower(strings.TrimSpace(encoding)))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for {
		n, err := io.CopyN(&out, plain, 64<<10)
		total := int64(out.Len())
		switch {
		case total > limits.Body:
			return nil, refuse(Malformed, "refused: the document is larger than %s", size(limits.Body))
		case total > ratioFloor && total > in.n*limits.Ratio:
			return nil, refuse(Malformed, "refused: the document unpacks to more than %d times its size", limits.Ratio)
		case errors.Is(err, io.EOF):
			return out.Bytes(), nil
		case err != nil:
			return nil, readError(err)
		case n == 0:
			return nil, refuse(Dead, "the answer stopped without an end")
		}
	}
}

func readError(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return refuse(Dead, "the answer was cut off before its end")
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.Is(err, zlib.ErrHeader), errors.Is(err, zlib.ErrChecksum),
		errors.As(err, &corrupt):
		return refuse(Malformed, "the answer's compression is damaged (%v)", err)
	}
	return err
}

// decoder returns a reader of what encoding hides.
func decoder(r *bufio.Reader, encoding string) (io.Reader, error) {
	head, _ := r.Peek(2)
	zipped := bytes.Equal(head, []byte("\x1f\x8b"))
	switch encoding {
	case "gzip", "x-gzip", "", "identity", "none", "utf-8", "deflate":
	default:
		return nil, refuse(Malformed, "the answer is encoded as %q, which was not asked for", shorten(encoding, 40))
	}
	switch {
	case zipped:
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, readError(err)
		}
		return z, nil
	case encoding == "deflate" && len(head) == 2 && head[0]&0x0F == 8 && (int(head[0])<<8|int(head[1]))%31 == 0:
		z, err := zlib.NewReader(r)
		if err != nil {
			return nil, readError(err)
		}
		return z, nil
	case encoding == "deflate" && len(head) > 0 && head[0] != '<' && head[0] != '{':
		return flate.NewReader(r), nil
	}
	return r, nil // announced as compressed, and plain: servers do that
}

// counting counts the bytes that came over the wire.
type counting struct {
	r io.Reader
	n int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
