package library

import (
	"errors"
	"math"
	"strings"
)

// ConvertUnit answers a length (mm, cm, m, km, in, ft, yd, mi) or a weight (mg, g, kg, t, oz, lb) in another unit
// of its kind. Refused: both units must be known and of the same kind.
func ConvertUnit(value float64, fromUnit, toUnit string) (float64, error) {
	lengths := map[string]float64{"mm": 0.001, "cm": 0.01, "m": 1, "km": 1000, "in": 0.0254, "ft": 0.3048, "yd": 0.9144, "mi": 1609.344}
	weights := map[string]float64{"mg": 0.001, "g": 1, "kg": 1000, "t": 1_000_000, "oz": 28.349523125, "lb": 453.59237}
	for _, units := range []map[string]float64{lengths, weights} {
		first, second := units[strings.ToLower(fromUnit)], units[strings.ToLower(toUnit)]
		if first > 0 && second > 0 {
			return math.Round(value*first/second*1e6) / 1e6, nil
		}
	}
	return 0, errors.New("the units must be known and of the same kind")
}
