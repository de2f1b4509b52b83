package config

import "testing"

func BenchmarkParseExample(b *testing.B) {
	for b.Loop() {
		if _, err := Parse([]byte(Example), "example.yaml", exampleEnviron); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadStarter(b *testing.B) {
	for b.Loop() {
		if _, err := LoadStarter(); err != nil {
			b.Fatal(err)
		}
	}
}
