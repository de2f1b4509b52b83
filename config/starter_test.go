package config

import "testing"

