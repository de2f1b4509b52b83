package commands

import (
	"context"
	"net/url"
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/internal/present"
)

// Pointed is what stands in a message that the bot has posted.
type Pointed struct {
	Articles      []string // ids, in the order in which they stand there
	Schedule, Day string   // whose digest it is, and its day; may be empty
}

// pointedShown is how many articles of a message are offered at most.
const pointedShown = 20

// pointed answers what somebody asks about a message that they point at, by a shortcut, its address or a link to it: with the one
// article in it, as articleOf reads it, or the question which of them is meant. With neither, what was typed is no message.
func (d Deps) pointed(ctx context.Context, in bot.Invocation, c bot.Command, what string) (article string, question *bot.Message, err error) {
	at, ok := messageAt(in.From, what)
	if !ok || d.Posted == nil {
		return "", nil, nil
	}
	v := d.voice(in)
	none := &bot.UserError{Message: v.Refusal("pointed-none")}
	if at.Platform != in.From.Platform || at.Workspace != in.From.Workspace {
		return "", nil, none
	}
	p, found, err := d.Posted(ctx, at)
	if err != nil {
		return "", nil, err
	}
	var list []briefs.Article
	for _, id := range p.Articles {
		a, ok, err := d.Articles.ByID(ctx, id)
		if err != nil {
			return "", nil, err
		}
		if ok {
			list = append(list, a.Article)
		}
	}
	switch {
	case !found:
		return "", nil, none
	case len(list) == 0:
		return "", nil, &bot.UserError{Message: v.Refusal("pointed-empty")}
	case len(list) == 1:
		return present.ThisArticle + list[0].ID, nil, nil
	}
	run := ""
	if p.Schedule != "" && c.Name == "why" {
		run = again(&c, map[string]string{"what": p.Schedule + " " + p.Day})
	}
	m := v.PointedWhich(list[:min(len(list), pointedShown)], len(list)-min(len(list), pointedShown), c.Shortcut, c.Name, run)
	return "", &m, nil
}

// articleOf returns the id of the article that a line means by itself, and not the story that it opened.
func articleOf(what string) (id string, ok bool) { return strings.CutPrefix(what, present.ThisArticle) }

// messageAt reads the address of a message, or a link to one as clients copy it.
func messageAt(from bot.Address, what string) (bot.Address, bool) {
	if at, err := bot.ParseAddress(what); err == nil {
		return at, at.Message != ""
	}
	u, err := url.Parse(what)
	if err != nil || u.Scheme != "https" {
		return bot.Address{}, false
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	switch {
	case strings.HasSuffix(u.Host, ".slack.com") && len(parts) == 3 && parts[0] == "archives" && len(parts[2]) > 7 && parts[2][0] == 'p':
		digits := parts[2][1:]
		return bot.Address{Platform: "slack", Workspace: from.Workspace, Channel: parts[1], Message: digits[:len(digits)-6] + "." + digits[len(digits)-6:]}, true
	case (u.Host == "discord.com" || strings.HasSuffix(u.Host, ".discord.com")) && len(parts) == 4 && parts[0] == "channels":
		return bot.Address{Platform: "discord", Workspace: parts[1], Channel: parts[2], Message: parts[3]}, true
	}
	return bot.Address{}, false
}

// asked returns the question, or why there is none.
func asked(question *bot.Message, err error) (bot.Message, error) {
	if question == nil {
		return bot.Message{}, err
	}
	return *question, err
}
