// Names the packages that the files import, with Go's own parser: FILE:LINE:COLUMN: module: PATH. What does not
// parse is passed over: that is the compiler's to say.
package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	say := func(at token.Position, name string) {
		fmt.Fprintf(out, "%s:%d:%d: module: %s\n", at.Filename, at.Line, at.Column, name)
	}
	for _, name := range os.Args[1:] {
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if file == nil || err != nil && len(file.Imports) == 0 {
			continue
		}
		imported := map[string]string{} // name in the file: path
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				continue
			}
			local := path
			if spec.Name != nil {
				local = spec.Name.Name
			}
			imported[local] = path
			say(files.Position(spec.Path.Pos()), path)
		}
		// os.StartProcess: what a harmless package has beside its harmless parts.
		ast.Inspect(file, func(node ast.Node) bool {
			if selector, ok := node.(*ast.SelectorExpr); ok {
				if left, ok := selector.X.(*ast.Ident); ok && imported[left.Name] != "" {
					say(files.Position(selector.Pos()), imported[left.Name]+"."+selector.Sel.Name)
				}
			}
			return true
		})
	}
}
