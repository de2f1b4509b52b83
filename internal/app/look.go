package app

import (
	"cmp"
	"context"
	"slices"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/config"
	"briefbot/internal/commands"
	"briefbot/internal/delivery"
	"briefbot/internal/present"
	"briefbot/internal/store"
)

// look is what the digests of a schedule look like in a channel.
type look struct {
	layout  string // threaded, stories or compact
	threads string // threads, inline or off
}

// threaded reports whether related articles and follow-ups go into threads.
func (l look) threaded() bool { return l.layout != "compact" && l.threads == "threads" }

func (l look) inline() bool { return l.threads == "inline" }

// looksIn returns the looks of a schedule in those channels where it has another.
func looksIn(usual look, s config.Schedule) map[string]look {
	out := map[string]look{}
	for _, c := range s.Channels {
		if own := (look{cmp.Or(s.LayoutIn[c], usual.layout), cmp.Or(s.ThreadsIn[c], usual.threads)}); own != usual {
			out[c] = own
		}
	}
	return out
}

// forums tells which channels take a post for each story, whatever the layout.
type forums interface {
	Forum(ctx context.Context, place bot.Address) bool
}

// at returns the schedule as it looks in a channel.
func (p planned) at(ctx context.Context, place bot.Address, f forums) planned {
	if own, ok := p.lookIn[place.String()]; ok {
		p.look = own
	}
	if p.look.layout == "threaded" && f.Forum(ctx, place) {
		p.look.layout = "stories"
	}
	return p
}

// mostMore is how many stories over the limit the thread lists at most.
const mostMore = 50

// fit leaves out what the schedule's look does not show, and counts it.
func (p planned) fit(d briefs.Digest) briefs.Digest {
	most := mostMore
	if !p.look.threaded() || p.look.layout == "stories" {
		most = 0 // there is no thread to list them in
	}
	if over := len(d.More) - most; over > 0 {
		d.More, d.Left = d.More[:most], d.Left+over
	}
	return d
}

// messages words a digest: what goes into the channel, each with what goes into its thread. There is at least one.
func (p planned) messages(d briefs.Digest) []delivery.Post {
	d = p.fit(d)
	v := present.In(p.language, p.zone)
	var out []delivery.Post
	switch {
	case p.look.layout == "stories":
		for _, c := range v.Cards(d, p.look.inline()) {
			out = append(out, delivery.Post{Message: c.Message, Replies: c.Replies})
		}
	case p.look.inline():
		out = []delivery.Post{{Message: v.Inline(d)}}
	default:
		main, replies := v.Digest(d)
		out = []delivery.Post{{Message: main, Replies: replies}}
	}
	if p.private != "" {
		last := &out[len(out)-1].Message
		last.Actions = append(last.Actions, bot.Action{Label: v.Say("follow-leave"), Line: commands.LeaveLine(p.private)})
	}
	if !p.look.threaded() {
		for i := range out {
			out[i].Replies = nil
		}
	}
	return out
}

// tag names what each story of a digest is about, for forums: who is in its headlines, by all their names, and their languages.
func (d *daemon) tag(posts []delivery.Post, made briefs.Digest) {
	if d.names == nil || len(posts) != len(made.Stories) {
		return
	}
	for i, e := range made.Stories {
		var tags []string
		for _, a := range append([]briefs.Article{e.Lead}, e.Related...) {
			tags = append(tags, d.named(a.Title)...)
		}
		posts[i].Message.Tags = append(tags, present.LanguageNames(e.Lead.Language)...)
	}
}

// named returns the names of whom a headline is about, in all languages.
func (d *daemon) named(title string) []string {
	var out []string
	for _, m := range d.names.Find(title) {
		for _, id := range d.names.Family(m.Entity) {
			entity, ok := d.names.Entity(id)
			if !ok {
				continue
			}
			out = append(out, entity.Name)
			for _, a := range entity.Aliases {
				out = append(out, a.Text)
			}
		}
	}
	return out
}

// shown lists the headlines that a digest shows.
func shown(d briefs.Digest) []store.ShownArticle {
	var out []store.ShownArticle
	for i, e := range slices.Concat(d.Stories, d.More) {
		out = append(out, store.ShownArticle{Article: e.Lead.ID, Story: e.Story.ID, Lead: i < len(d.Stories)})
		for _, a := range e.Related {
			out = append(out, store.ShownArticle{Article: a.ID, Story: e.Story.ID})
		}
	}
	return out
}
