package opml

import (
	"encoding/xml"
	"io"
	"strings"
)

// document is OPML 2.0 as it is written.
type document struct {
	XMLName xml.Name  `xml:"opml"`
	Version string    `xml:"version,attr"`
	Title   string    `xml:"head>title"`
	Feeds   []outline `xml:"body>outline"`
}

type outline struct {
	Type     string `xml:"type,attr"`
	Text     string `xml:"text,attr"`
	Title    string `xml:"title,attr"`
	URL      string `xml:"xmlUrl,attr"`
	Home     string `xml:"htmlUrl,attr,omitempty"`
	Language string `xml:"language,attr,omitempty"`
	Category string `xml:"category,attr,omitempty"`
}

// Write writes feeds as OPML 2.0, in their order.
func Write(w io.Writer, title string, feeds []Feed) error {
	d := document{Version: "2.0", Title: title}
	for _, f := range feeds {
		name := f.Title
		if name == "" {
			name = f.URL
		}
		d.Feeds = append(d.Feeds, outline{"rss", name, name, f.URL, f.Home, f.Language, strings.Join(f.Tags, ",")})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(d); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
