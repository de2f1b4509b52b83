package config

import _ "embed"

// Example is a complete config file in which every setting is explained.
//
//go:embed example.yaml
var Example string
