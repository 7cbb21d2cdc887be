# bash completion for racklight: the program itself knows its nouns, verbs and options.
_racklight() {
    local IFS=$'\n'
    COMPREPLY=($(compgen -W "$(racklight "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null | sed '/^[-\/][?h]$/d')" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _racklight racklight
