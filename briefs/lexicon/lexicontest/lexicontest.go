// Package lexicontest builds vocabularies for tests: the collected entities, and what the product ships.
package lexicontest

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"briefbot/briefs"
	"briefbot/internal/datatest"
)

// guarded are names of the collected entities that are ordinary words or other things as well.
var guarded = map[string]bool{
	"Honor": true, "HONOR": true, "荣耀": true, "榮耀": true, "vivo": true, "Vivo": true, "JD": true, "618": true, "6.18": true, "11.11": true,
	"CAC": true, "GDS": true, "Ascend": true, "Seed": true, "Quark": true, "夸克": true, "Arm": true, "Ant": true, "R1": true, "V3.1": true,
	"V3.2": true, "HY": true, "Volcano": true, "Dawning": true, "曙光": true, "AI Cloud": true, "Mobile Cloud": true, "ecloud": true,
	"Zero One": true, "Synergy": true, "Counterpoint": true, "Goldman": true, "BIS": true, "CIG": true, "FBS": true, "元宝": true, "元寶": true,
	"bean package": true, "bean curd": true, "mixed Yuan": true, "盘古": true, "Kunlun": true, "一加": true, "阿里": false, "幻方": true,
	"Tianyi": true, "海光": true, "通义": false, "通義": false, "小米": false, "Informa": true, "沙利文": true, "中金": true, "Analysys": true,
	"China cloud": true,
}

// Entities returns the collected entities; the test is skipped where they are absent.
func Entities(t testing.TB) []briefs.Entity {
	t.Helper()
	file, err := os.Open(datatest.Dir(t, "facts", "entities.csv"))
	if err != nil {
		t.Fatalf("lexicontest: %v", err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatalf("lexicontest: entities.csv: %v", err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	var out []briefs.Entity
	for _, row := range rows[1:] {
		e := briefs.Entity{ID: row[column["entity_id"]], Name: row[column["canonical_name"]], Kind: row[column["kind"]], Parent: row[column["parent_id"]]}
		for name, language := range map[string]string{"aliases_en": "en", "aliases_fr": "fr", "aliases_zh_hans": "zh-Hans", "aliases_zh_hant": "zh-Hant"} {
			for _, alias := range strings.Split(row[column[name]], ";") {
				if alias = strings.TrimSpace(alias); alias != "" {
					e.Aliases = append(e.Aliases, briefs.Alias{Text: alias, Language: language, Guarded: guarded[alias]})
				}
			}
		}
		out = append(out, e)
	}
	return out
}
