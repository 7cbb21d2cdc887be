# fish completion for racklight: the program itself knows its nouns, verbs and options.
complete -c racklight -a '(racklight "[suggest:"(commandline -C)"]" (commandline | string collect) 2>/dev/null | string match -rv "^[-/][?h]\$")'
