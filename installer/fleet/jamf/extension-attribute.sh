#!/bin/sh
# Extension attribute (data type String): the last line that check.sh kept.
folder=/var/db/wssdiag
told=$(cat "$folder/last" 2>/dev/null)
printf '<result>%s</result>\n' "${told:-never checked}"
