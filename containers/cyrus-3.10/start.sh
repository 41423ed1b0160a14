# Cyrus logs to syslog alone: read it for `docker logs`.
busybox syslogd -n -S -O - &

# The mail store may be an empty tmpfs: make it Cyrus's. Processes that make the staging folder at
# once fail (APPEND: System I/O error), so it is made here.
mkdir -p /srv/mail/config/socket /srv/mail/spool/stage. /srv/mail/meta /run/cyrus
chmod 700 /srv/mail/spool/stage.
chown -R cyrus:mail /srv/mail /run/cyrus

# -l: the default queue of 32 connections loses some in a burst. eatmydata: no fsync.
exec eatmydata /usr/sbin/cyrmaster -D -l 512
