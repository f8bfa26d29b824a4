package app

import (
	"fmt"
	"strconv"
)

// Config is the settings of the service.
type Config struct {
	Host    string
	Port    int
	DataDir string
}

// ReadConfig reads HOST (default 127.0.0.1: this machine only), PORT (default 8080) and DATA_DIR (default ./data).
func ReadConfig(setting func(name string) string) (Config, error) {
	config := Config{Host: "127.0.0.1", Port: 8080, DataDir: "data"}
	if host := setting("HOST"); host != "" {
		config.Host = host
	}
	if directory := setting("DATA_DIR"); directory != "" {
		config.DataDir = directory
	}
	if text := setting("PORT"); text != "" {
		port, err := strconv.ParseUint(text, 10, 16)
		if err != nil {
			return Config{}, fmt.Errorf("PORT must be a number from 0 to 65535, not %q", text)
		}
		config.Port = int(port)
	}
	return config, nil
}
