package library

import (
	"errors"
	"math"
	"strings"
)

// ConvertTemperature answers a temperature in another unit; the units are celsius, fahrenheit and kelvin, or c, f
// and k. Refused: the units must be known and the temperature must not be below absolute zero.
func ConvertTemperature(value float64, fromUnit, toUnit string) (float64, error) {
	names := map[string]string{"c": "c", "f": "f", "k": "k", "celsius": "c", "fahrenheit": "f", "kelvin": "k"}
	first, second := names[strings.ToLower(fromUnit)], names[strings.ToLower(toUnit)]
	if first == "" || second == "" {
		return 0, errors.New("the units are celsius, fahrenheit and kelvin")
	}
	kelvin := value
	switch first {
	case "c":
		kelvin = value + 273.15
	case "f":
		kelvin = (value + 459.67) * 5 / 9
	}
	if kelvin < -1e-9 {
		return 0, errors.New("the temperature is below absolute zero")
	}
	result := kelvin
	switch second {
	case "c":
		result = kelvin - 273.15
	case "f":
		result = kelvin*9/5 - 459.67
	}
	return math.Round(result*1e6) / 1e6, nil
}
