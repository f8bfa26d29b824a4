// Scans the packages below the working directory with gosec's rules and analysers and prints SARIF. gosec's own command
// would do the same; building it here leaves out its clients of language models, which nobody wants in a sandbox.
package main

import (
	"encoding/json"
	"io"
	"log"
	"os"

	"github.com/securego/gosec/v2"
	"github.com/securego/gosec/v2/analyzers"
	"github.com/securego/gosec/v2/report/sarif"
	"github.com/securego/gosec/v2/rules"
)

// Packages are looked at side by side; a sandbox has two cores.
const parallel = 2

func main() {
	config := gosec.NewConfig()
	quiet := log.New(io.Discard, "", 0)
	analyzer := gosec.NewAnalyzer(config, false, true, false, parallel, quiet)
	analyzer.LoadRules(rules.Generate(false).RulesInfo())
	analyzer.LoadAnalyzers(analyzers.Generate(false).AnalyzersInfo())
	root, err := os.Getwd()
	check(err)
	packages, err := gosec.PackagePaths(root+"/...", nil)
	check(err)
	check(analyzer.Process(nil, packages...))
	issues, metrics, errors := analyzer.Report()
	found := gosec.NewReportInfo(issues, metrics, errors)
	report, err := sarif.GenerateReport([]string{root}, found)
	check(err)
	check(json.NewEncoder(os.Stdout).Encode(report))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
