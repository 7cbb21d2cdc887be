#compdef racklight
# zsh completion for racklight: the program itself knows its nouns, verbs and options.
_racklight() {
    local -a found
    found=("${(@f)$(racklight "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null | sed '/^[-\/][?h]$/d')}")
    found=(${found:#})
    if (( $#found )); then
        compadd -a found
    else
        _files
    fi
}
_racklight "$@"
