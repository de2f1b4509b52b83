package charset

import (
	"bytes"
	"mime"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
)

var (
	declaration = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']?\s*([A-Za-z0-9._:+-]{1,40})`)
	charsetName = regexp.MustCompile(`(?i)charset\s*=\s*["']?\s*([A-Za-z0-9._:+-]{1,40})`)
)

// fromHeader returns the charset that a Content-Type names, in lower case, also where the header's form is broken.
func fromHeader(contentType string) string {
	if contentType == "" {
		return ""
	}
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return strings.ToLower(strings.Trim(params["charset"], `'" `))
	}
	if m := charsetName.FindStringSubmatch(contentType); m != nil {
		return strings.ToLower(m[1])
	}
	return ""
}

// fromDocument returns the encoding of the XML declaration, in lower case.
func fromDocument(body []byte) string {
	if m := declaration.FindSubmatch(body[:min(len(body), 512)]); m != nil {
		return strings.ToLower(string(m[1]))
	}
	return ""
}

// find returns an encoding by any of its names, and the name it has on the web; gb2312 and gbk are read as gb18030, which
// holds both, and us-ascii and iso-8859-1 as windows-1252.
func find(name string) (encoding.Encoding, string) {
	if name == "" {
		return nil, ""
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		enc, err = htmlindex.Get(strings.ReplaceAll(name, "_", "-"))
	}
	if err == nil {
		canonical, _ := htmlindex.Name(enc)
		switch canonical {
		case "gbk":
			canonical = "gb18030"
			enc, _ = htmlindex.Get(canonical)
		case "utf-16le", "utf-16be", "replacement", "x-user-defined":
			return nil, name // a document in one of these would have been recognised by its first bytes
		}
		return enc, canonical
	}
	if enc, err = ianaindex.IANA.Encoding(name); err == nil && enc != nil {
		return enc, name
	}
	return nil, name
}

func multibyte(name string) bool {
	switch name {
	case "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "iso-2022-jp", "hz-gb-2312":
		return true
	}
	return false
}

// sevenBit reports whether body is valid UTF-8 only because a named encoding hides its characters in ASCII.
func sevenBit(body []byte, names ...string) bool {
	for _, name := range names {
		switch name {
		case "iso-2022-jp", "csiso2022jp":
			return bytes.Contains(body, []byte("\x1b$"))
		case "hz-gb-2312":
			return bytes.Contains(body, []byte("~{"))
		}
	}
	return false
}
