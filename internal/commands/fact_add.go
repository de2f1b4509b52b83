package commands

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/briefs/lexicon/period"
	"briefbot/internal/present"
)

// enterable are the metrics that editors can enter figures of, as people are offered them.
var enterable = []string{
	facts.Share, "cloud_spend", "cloud_spend_growth", "market_size", "revenue", "revenue_growth", "capex", "capex_growth", "pledge", "model_release",
	"model_parameters", "tokens", "users", "shipments",
}

var naturesOffered = []briefs.Nature{
	briefs.Reported, briefs.Estimate, briefs.Forecast, briefs.Guidance, briefs.Pledge, briefs.Plan, briefs.Rumour, briefs.Event,
}

func (d Deps) factAdd() bot.Command {
	keyed := func(name, summary string) bot.Param {
		return bot.Param{Name: name, Summary: present.Text(summary), Keyed: true}
	}
	metric, nature := keyed("metric", "cmd-fact-add-metric"), keyed("nature", "cmd-fact-add-nature")
	for _, id := range enterable {
		metric.Choices = append(metric.Choices, bot.Choice{Label: strings.ReplaceAll(id, "_", " "), Value: id})
	}
	for _, n := range naturesOffered {
		nature.Choices = append(nature.Choices, bot.Choice{Label: string(n), Value: string(n)})
	}
	c := bot.Command{
		Name: "fact add", Summary: present.Text("cmd-fact-add"), Access: bot.Editor,
		Example: `fact add "Alibaba Cloud" 36% 2025q1 by:canalys url:https://example.com/report`,
		Params: []bot.Param{
			{Name: "who", Summary: present.Text("cmd-fact-add-who"), Required: true, Complete: d.completeName},
			{Name: "value", Summary: present.Text("cmd-fact-add-value"), Required: true},
			{Name: "period", Summary: present.Text("cmd-fact-add-period"), Required: true, Rest: true},
			metric, keyed("market", "cmd-share-market"), keyed("by", "cmd-fact-add-by"), keyed("url", "cmd-fact-add-url"), keyed("title", "cmd-fact-add-title"),
			keyed("date", "cmd-fact-add-date"), keyed("via", "cmd-fact-add-via"), nature,
		},
	}
	c.Run = func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
		v, book := d.voice(in), d.Facts()
		f, refused, err := entered(v, book, in)
		if err != nil {
			m, ok := v.Unanswered(err, enteredInstead(c, in), book)
			if !ok {
				return bot.Message{}, err
			}
			return refuse(m)
		}
		if refused != nil {
			return refuse(*refused)
		}
		done, err := d.FactKeeper.Add(ctx, editor(in), f)
		if err != nil {
			return bot.Message{}, err
		}
		return v.FactAdded(done, d.Facts()), nil
	}
	return c
}

// enteredInstead returns the line that enters the same of somebody else, or of another market.
func enteredInstead(c bot.Command, in bot.Invocation) present.Again {
	return func(role facts.Role, _, name string) string {
		args := maps.Clone(in.Args)
		if role == facts.AsMarket {
			args["market"] = name
		} else {
			args["who"] = name
		}
		return c.Line(args)
	}
}

// entered reads the fact that an editor has typed. What is wrong with it is a message or an error of a question.
func entered(v present.Voice, book *facts.Book, in bot.Invocation) (briefs.Fact, *bot.Message, error) {
	metric := cmp.Or(in.Args["metric"], facts.Share)
	f := briefs.Fact{Metric: metric, Review: briefs.Approved}
	var err error
	if f.Market, err = book.MarketMeant(in.Args["market"], metric); err != nil {
		return f, nil, err
	}
	if f.Subject, err = book.Meant(in.Args["who"], metric, f.Market); err != nil {
		return f, nil, err
	}
	f.Geography = book.Market(f.Market).Geography
	asked, ok := period.Parse(in.Args["period"])
	if !ok || asked.Latest {
		return f, nil, &facts.BadArgument{Flaw: facts.BadPeriod, Value: in.Args["period"]}
	}
	f.Period, f.Known.From = asked.Period, asked.Period.End.UTC()
	if f.Quantity, ok = book.ReadQuantity(in.Args["value"], metric, v.Language()); !ok {
		m := v.Unread(in.Args["value"])
		return f, &m, nil
	}
	s := briefs.Source{Publisher: publisher(book, in.Args["by"]), ReportedVia: in.Args["via"], Title: in.Args["title"], URL: bot.SafeURL(in.Args["url"])}
	if s.Publisher == "" || s.URL == "" && s.Title == "" {
		m := v.NoSourceGiven()
		return f, &m, nil
	}
	if date := in.Args["date"]; date != "" {
		on, ok := period.Parse(date)
		if !ok || on.Latest {
			return f, nil, &facts.BadArgument{Flaw: facts.BadDate, Value: date}
		}
		s.Published = on.Period.End.AddDays(-1)
		f.Known.From = s.Published.UTC()
		if on.Period.Kind != briefs.Day {
			s.Dated = date
		}
	}
	f.Sources = []briefs.Source{s}
	f.Nature = natureGiven(book, f, briefs.Nature(in.Args["nature"]))
	return f, nil, nil
}

// publisher returns the name of who is known by what was typed; what was typed, where nobody is.
func publisher(book *facts.Book, typed string) string {
	ids := book.Named(typed)
	i := slices.IndexFunc(ids, func(id string) bool {
		k := book.Entity(id).Kind
		return k == "research_firm" || k == "publisher" || k == "company"
	})
	if i < 0 {
		return typed
	}
	return book.Entity(ids[i]).Name
}

// natureGiven returns what was typed; else what it is most likely: reported by a company itself, estimated by others.
func natureGiven(book *facts.Book, f briefs.Fact, typed briefs.Nature) briefs.Nature {
	own := slices.Contains(book.Named(f.Sources[0].Publisher), book.Owner(f.Subject))
	switch {
	case typed != "":
		return typed
	case f.Metric == "model_release":
		return briefs.Event
	case own && f.Metric == "pledge":
		return briefs.Pledge
	case own:
		return briefs.Reported
	}
	return briefs.Estimate
}
