package app

import _ "embed"

// Title is the name of the service.
const Title = "@TITLE@"

// OpenAPI is the description of the service, as it was designed.
//
//go:embed openapi.json
var OpenAPI []byte
