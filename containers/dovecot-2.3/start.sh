# The mail store may be an empty tmpfs: make it ours, then serve in the foreground.
mkdir -p /srv/mail && chown vmail:vmail /srv/mail && chmod 700 /srv/mail
exec dovecot -F
