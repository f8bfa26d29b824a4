package app

import "testing"

func TestReadsTheSettings(t *testing.T) {
	for port, want := range map[string]int{"": 8080, "0": 0, "9000": 9000} {
		config, err := ReadConfig(func(name string) string { return map[string]string{"PORT": port}[name] })
		if err != nil || config.Port != want || config.Host != "127.0.0.1" || config.DataDir != "data" {
			t.Error(port, config, err)
		}
	}
	if _, err := ReadConfig(func(string) string { return "no port" }); err == nil {
		t.Error("a port that is no number was taken")
	}
}
