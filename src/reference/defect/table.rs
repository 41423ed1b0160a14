//! The table of defects: name, area, RFC section that is broken, what a client sees.

macro_rules! defects {
    ($($area:literal { $($variant:ident $name:literal $spec:literal $what:literal;)* })*) => {
        /// One way to be wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Defect {
            $($(
                #[doc = concat!("```text\n", $what, "\n```")]
                $variant,
            )*)*
        }

        impl Defect {
            /// All of them, in the order of the table.
            pub const ALL: &[Self] = &[$($(Self::$variant,)*)*];

            /// As `--defect` takes it.
            pub const fn name(self) -> &'static str {
                match self { $($(Self::$variant => $name,)*)* }
            }

            /// What part of the protocol it breaks.
            pub const fn area(self) -> &'static str {
                match self { $($(Self::$variant => $area,)*)* }
            }

            /// RFC and section that it breaks.
            pub const fn spec(self) -> &'static str {
                match self { $($(Self::$variant => $spec,)*)* }
            }

            /// What is wrong, in one line.
            pub const fn what(self) -> &'static str {
                match self { $($(Self::$variant => $what,)*)* }
            }

            /// The defect of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|defect| defect.name() == name)
            }
        }
    };
}

defects! {
    "connection" {
        TagLowered "tag-lowered" "9051#2.2.1" "the tag comes back in lower case";
        LogoutWithoutBye "logout-without-bye" "9051#6.1.3" "LOGOUT is answered without BYE";
        UnknownCommandOk "unknown-command-ok" "9051#2.2.2" "an unknown command is answered OK";
        UnknownCommandNo "unknown-command-no" "9051#7.1.3" "an unknown command is answered NO, not BAD";
        StringsInUtf8 "strings-in-utf8" "3501#4.3 6855#3 9755#3" "strings in UTF-8 are sent in quotes, though nobody has enabled that";
        TagOfLast "tag-of-last" "9051#2.2.1" "after the tenth command, NOOP is answered with the tag in capitals";
        PipelinedMute "pipelined-mute" "9051#5.5" "the second of two commands in one segment gets its tagged response only";
        ContinuationTwice "continuation-twice" "9051#7.6 9051#4.3" "two continuation requests for a literal of more than 8 KiB";
        LiteralDrops "literal-drops" "9051#4.3 3501#4.3" "the connection is closed where any command but APPEND announces a literal";
        CapabilityCodeDiffers "capability-code-differs" "9051#7.1 9051#7.2.2" "the CAPABILITY code of log-in leaves out what the command lists";
        StartTlsKeeps "starttls-keeps-input" "9051#11.1 9051#6.2.1" "commands sent in the clear behind STARTTLS are run after the handshake";
        StartTlsOffered "starttls-offered-in-tls" "9051#6.2.1" "STARTTLS is advertised under TLS";
        CancelIsNo "cancel-is-no" "9051#6.2.2" "AUTHENTICATE cancelled with * is answered NO, not BAD";
        EnabledMissing "enabled-missing" "9051#6.3.1 5161#3.1" "ENABLE names nothing that it has enabled";
        EnabledUnknown "enabled-unknown" "9051#6.3.1 5161#3.1" "ENABLED names what was asked, known or not";
        CompressTwice "compress-twice-ok" "4978#3" "a second COMPRESS is answered OK";
        UnauthenticateKeeps "unauthenticate-keeps-enabled" "8437#2 8437#3" "UNAUTHENTICATE leaves extensions enabled";
        CapabilityTwice "capability-twice" "9051#7.2.2" "a capability is listed twice";
        ModSeqUnannounced "modseq-unannounced" "9051#7.2.2 9051#6.5" "flags are told with MODSEQ, though CAPABILITY has neither CONDSTORE nor QRESYNC";
        CapabilityWithoutRevision "capability-without-revision" "9051#6.1.1" "CAPABILITY names no revision";
        BadPasswordAccepted "bad-password-accepted" "9051#6.2.3" "any password logs in";
        LoginDisabledLies "logindisabled-lies" "9051#6.2.3" "LOGIN works though LOGINDISABLED is told";
        LoginAfterLogin "login-after-login" "9051#6.2.3" "LOGIN is accepted in the authenticated state";
        LogoutUnfinished "logout-unfinished" "9051#2.2 9051#6.1.3" "LOGOUT ends with half a line";
        StatusAtGreeting "status-at-greeting" "9051#3.1 9051#9" "STATUS comes with the greeting";
        LogoutTalks "logout-talks" "9051#6.1.3" "something is said behind the OK of LOGOUT";
        NoopDrops "noop-drops" "9051#3.4 3501#3.4" "the connection is closed behind the OK of NOOP, without BYE";
        NoopBye "noop-bye" "9051#7.1.5" "NOOP says BYE and the connection goes on";
        EnableHides "enable-hides" "5161#3.1 9051#6.3.1" "CAPABILITY leaves out what has been enabled";
    }
    "state" {
        FetchUnselected "fetch-unselected" "9051#3.3" "FETCH is answered OK when no mailbox is selected";
        NoopExists "noop-exists" "9051#7.4.1 9051#3.3" "NOOP says EXISTS where no mailbox is selected";
        FailedSelectKeeps "failed-select-keeps" "9051#6.3.2" "after a SELECT that fails the old mailbox is still selected";
        ClosedAlways "closed-always" "9051#7.1 7162#3.2.11" "SELECT says CLOSED though nothing was selected";
        ExamineWrites "examine-writes" "9051#6.3.3" "STORE changes flags in a mailbox opened by EXAMINE";
        ExamineSetsSeen "examine-sets-seen" "9051#6.3.3 3501#6.3.2" "reading in a mailbox opened by EXAMINE sets \\Seen";
        ExamineTagReadWrite "examine-tag-read-write" "9051#6.3.3" "EXAMINE says READ-WRITE";
        CloseKeepsDeleted "close-keeps-deleted" "9051#6.4.1" "CLOSE does not expunge";
        UnselectExpunges "unselect-expunges" "9051#6.4.2" "UNSELECT expunges";
        CloseTellsExpunge "close-tells-expunge" "9051#6.4.1" "CLOSE sends EXPUNGE responses";
    }
    "select" {
        ExistsOffByOne "exists-off-by-one" "9051#7.4.1" "EXISTS is one too many at SELECT";
        UidNextBehind "uidnext-behind" "9051#2.3.1.1" "UIDNEXT at SELECT is the UID of the last message";
        UidValidityChanges "uidvalidity-changes" "9051#2.3.1.1" "UIDVALIDITY grows with each SELECT";
        UnseenLast "unseen-last" "3501#7.1" "UNSEEN names the last unseen message, not the first";
        SelectListMissing "select-list-missing" "9051#6.3.2" "in IMAP4rev2, SELECT sends no LIST";
        RecentForAll "recent-for-all" "3501#2.3.2" "every session sees all messages as recent";
        ExamineClaimsRecent "examine-claims-recent" "3501#6.3.2" "EXAMINE takes \\Recent away";
        FlagsResponseMissing "flags-response-missing" "9051#6.3.2" "SELECT sends no FLAGS";
        FlagsWithoutDraft "flags-without-draft" "9051#7.3.5 3501#7.2.6" "FLAGS at SELECT leaves out \\Draft";
        KeywordNotInFlags "keyword-not-in-flags" "9051#7.3.5" "FLAGS at SELECT does not name the keywords in use";
        PermanentFlagsMore "permanentflags-more" "9051#7.1 3501#7.1" "PERMANENTFLAGS has a keyword that FLAGS has not";
        NoModSeqToo "no-modseq-too" "7162#3.1.2" "SELECT says NOMODSEQ beside HIGHESTMODSEQ";
        UidNotStickyAlways "uidnotsticky-always" "9586#3 4315#3" "SELECT says UIDNOTSTICKY";
        UidValidityFalls "uid-validity-falls" "9051#2.3.1.1" "UIDVALIDITY falls with each SELECT";
        SelectEnabled "select-enabled" "5161#3.2 9051#7.2.1" "SELECT (CONDSTORE) says ENABLED";
    }
    "mailbox" {
        UidsReused "uids-reused" "9051#2.3.1.1" "the UID of the last message is given again after its expunge";
        UidNextBack "uidnext-back" "9051#2.3.1.1" "UIDNEXT falls back when the last message is expunged";
        RecreateKeepsValidity "recreate-keeps-validity" "9051#6.3.4 9051#2.3.1.1" "a mailbox made again under its old name has its old UIDVALIDITY and UIDs from 1";
        RenameLosesChildren "rename-loses-children" "9051#6.3.6" "RENAME leaves the children behind";
        RenameLosesFlags "rename-loses-flags" "9051#6.3.6" "RENAME clears the flags of all messages";
        RenameMovesSubscription "rename-moves-subscription" "9051#6.3.6" "RENAME unsubscribes the old name";
        RenameInboxMovesNothing "rename-inbox-moves-nothing" "9051#6.3.6" "RENAME INBOX makes an empty mailbox";
        DeleteTakesChildren "delete-takes-children" "9051#6.3.5" "DELETE takes the children with it";
        DeleteInbox "delete-inbox" "9051#6.3.5" "DELETE INBOX is answered OK";
        CreateInboxOk "create-inbox-ok" "9051#6.3.4" "CREATE INBOX is answered OK";
        CreateTwiceOk "create-twice-ok" "9051#6.3.4" "CREATE of a mailbox that exists is answered OK";
        InboxCaseSensitive "inbox-case-sensitive" "9051#5.1" "Inbox is not INBOX";
        SubscribeForgotten "subscribe-forgotten" "9051#6.3.7" "SUBSCRIBE does nothing";
        PercentCrossesHierarchy "percent-crosses-hierarchy" "9051#6.3.9" "% in LIST matches the delimiter";
        ListHidesInbox "list-hides-inbox" "9051#6.3.9" "LIST \"\" * leaves INBOX out";
        InboxTwice "inbox-twice" "9051#5.1" "LIST has INBOX and Inbox";
        HasChildrenWrong "haschildren-wrong" "9051#7.3.1" "LIST says HasNoChildren of a mailbox that has some";
        ListNoselectMissing "list-noselect-missing" "9051#7.3.1" "a deleted mailbox that has children is listed as one that can be selected";
        ListSubscribedMissing "list-subscribed-missing" "9051#6.3.9.2" "LIST (SUBSCRIBED) does not say \\Subscribed";
        ListStatusMissing "list-status-missing" "9051#6.3.9.2 5819#2" "LIST RETURN (STATUS) says nothing of INBOX";
        RecursiveMatchIgnored "recursivematch-ignored" "9051#6.3.9.1" "RECURSIVEMATCH is ignored";
        LsubForgetsGone "lsub-forgets-gone" "3501#6.3.9" "LSUB leaves out names that do not exist any more";
        SpecialUseForgotten "special-use-forgotten" "6154#3" "CREATE forgets the special use";
        NamespaceDelimiter "namespace-delimiter" "9051#6.3.10" "NAMESPACE names another delimiter than LIST";
        DelimiterMixed "delimiter-mixed" "9051#7.3.1 3501#7.2.2" "mailboxes that have children are listed with another delimiter";
        StatusUidNextBehind "status-uidnext-behind" "9051#6.3.11 9051#2.3.1.1" "STATUS UIDNEXT is the UID of the last message";
        StatusSizeLast "status-size-last" "9051#6.3.11" "STATUS SIZE leaves the last message out";
        StatusStale "status-stale" "9051#6.3.11" "STATUS of the selected mailbox does not see what other sessions added";
        StatusUnseenSeen "status-unseen-seen" "9051#6.3.11" "STATUS UNSEEN counts the seen messages";
        StatusClaimsRecent "status-claims-recent" "3501#6.3.10" "STATUS takes \\Recent away";
    }
    "append" {
        AppendDropsFlags "append-drops-flags" "9051#6.3.12" "APPEND forgets the flags";
        AppendDropsKeyword "append-drops-keyword" "9051#6.3.12" "APPEND keeps system flags and forgets keywords";
        AppendDropsDate "append-drops-date" "9051#6.3.12" "APPEND forgets the date-time";
        AppendZoneLost "append-zone-lost" "9051#7.5.2 9051#2.3.3 9051#6.3.12" "INTERNALDATE forgets the zone and keeps the hour";
        AppendLineEndLost "append-line-end-lost" "9051#6.3.12" "the last line end of an appended message is lost";
        AppendTryCreateMissing "append-trycreate-missing" "9051#6.3.12" "APPEND to no mailbox is refused without TRYCREATE";
        AppendUidOffByOne "appenduid-off-by-one" "9051#7.1" "APPENDUID names the next UID";
        AppendBareLf "append-bare-lf" "9051#4.3.1" "CRLF becomes LF in messages of more than 8 KiB";
        AppendUnseenToSelected "append-untold" "9051#6.3.12" "APPEND to the selected mailbox is not told at once nor at NOOP";
        AppendValidityWrong "appenduid-validity-wrong" "4315#3" "APPENDUID names another UIDVALIDITY than SELECT";
        AppendSetsSeen "append-sets-seen" "9051#6.3.12" "an appended message is \\Seen";
        AppendLostAfterTenth "append-lost-after-tenth" "9051#6.3.12" "APPEND after the tenth command of a session is answered OK and lost";
        AppendByOtherUntold "append-by-other-untold" "9051#5.2" "what another session appends is never told";
        TooBigUnsaid "too-big-unsaid" "7889#4" "APPEND beyond APPENDLIMIT is refused without TOOBIG";
        MultiAppendFirstFlags "multiappend-first-flags" "3502#6.3.11" "all messages of a MULTIAPPEND get the flags of the first";
        MultiAppendPartial "multiappend-partial" "3502#6.3.11" "a MULTIAPPEND that fails keeps its first messages";
    }
    "fetch" {
        FetchPeekSetsSeen "peek-sets-seen" "9051#6.4.5" "BODY.PEEK sets \\Seen";
        FetchBodyKeepsUnseen "body-keeps-unseen" "9051#6.4.5" "BODY[] does not set \\Seen";
        FetchSizeOff "size-off-by-one" "9051#7.5.2" "RFC822.SIZE is one octet too many";
        FetchPartialFromOne "partial-from-one" "9051#6.4.5" "partial fetches count from 1";
        FetchRangeReversed "range-reversed" "9051#9" "4:2 means nothing";
        FetchStarSecond "star-second-part" "9051#9" "* in the second part of a sequence-set means nothing";
        FetchSecondPart "second-part-lost" "9051#9" "only the first part of a sequence-set counts";
        UidFetchWithoutUid "uid-fetch-without-uid" "9051#6.4.9" "UID FETCH leaves the UID out";
        UidFetchMissingBad "uid-fetch-missing-bad" "9051#6.4.9" "UID FETCH of a UID that is not there is refused";
        UidStarEmpty "uid-star-empty" "9051#6.4.9" "n:* with n above the largest UID finds nothing";
        UidFetchFirstOnly "fetch-last-lost" "9051#6.4.5" "FETCH of more than three messages leaves out the last";
        SeenUntold "seen-untold" "9051#6.4.5" "FETCH BODY[] sets \\Seen and does not tell it";
        UpdateUidMissing "update-uid-missing" "9051#7.5.2" "in IMAP4rev2, flags that another session changes are told without the UID";
        EnvelopeSenderNil "envelope-sender-nil" "9051#7.5.2" "ENVELOPE has no sender where there is no Sender field";
        BodyOneMissing "body-one-missing" "9051#6.4.5.1" "BODY[1] of a message that is not multipart is NIL";
        NestedNumbers "nested-numbers" "9051#6.4.5.1" "part numbers inside message/rfc822 are read as those of the message around it";
        HeaderFieldsCase "header-fields-case" "9051#6.4.5.1" "HEADER.FIELDS finds names only as they are spelled";
        HeaderFieldsNoBlank "header-fields-no-blank" "9051#6.4.5.1" "HEADER.FIELDS leaves out the blank line";
        StructureLinesOff "structure-lines-off" "9051#7.5.2" "BODYSTRUCTURE counts a line too many";
        StructureExtensionMissing "structure-extension-missing" "9051#7.5.2" "BODYSTRUCTURE has no extension data";
        BinarySizeEncoded "binary-size-encoded" "9051#6.4.5" "BINARY.SIZE counts the octets before decoding";
        BinaryEncoded "binary-encoded" "9051#6.4.5" "BINARY gives the octets before decoding";
        PartialBeyondNil "partial-beyond-nil" "9051#6.4.5" "a partial fetch beyond the end is NIL, not empty";
        LargeBodyCut "large-body-cut" "9051#7.5.2" "BODY[] of a message of more than 8 KiB lacks the last octet";
        InternalDateNow "internaldate-differs" "9051#2.3.3 9051#2.3.1.1" "INTERNALDATE is another day for every other session";
    }
    "store" {
        StoreAddReplaces "store-add-replaces" "9051#6.4.6" "+FLAGS replaces the flags";
        StoreRemoveIgnored "store-remove-ignored" "9051#6.4.6" "-FLAGS does nothing";
        StoreSilentTalks "store-silent-talks" "9051#6.4.6" "FLAGS.SILENT is answered with FETCH of old flags";
        StoreReplaceKeepsKeywords "store-replace-keeps-keywords" "9051#6.4.6" "FLAGS replaces system flags and leaves keywords";
        StoreFlagsUntold "flags-untold" "9051#7.5.2" "flags that another session changes are never told";
        StoreKeywordUntold "keyword-untold" "9051#7.5.2" "keywords that another session changes are never told";
        StoreUntoldReconnect "store-forgotten-at-close" "9051#6.4.6 9051#2.3.2" "flags set in a session are gone once it closes the mailbox";
        StoreRecent "store-recent-ok" "9051#2.3.2 3501#2.3.2 9051#9" "a client can set \\Recent";
        StoreRaceLost "store-race-lost" "9051#6.4.6" "+FLAGS starts from the flags that this session was last told";
        StoreSecondRange "store-second-range" "9051#6.4.6" "STORE changes only the first part of a sequence-set";
        StoreThirdSession "store-third-session" "9051#6.4.6 9051#2.3.2" "STORE of every third session is forgotten";
    }
    "expunge" {
        ExpungeUntold "expunge-untold" "9051#7.5.1" "expunges of another session are never told";
        ExpungeSecondUntold "expunge-second-untold" "9051#7.5.1" "of several messages that another session expunges at once, only the first is told";
        ExpungeAsExists "expunge-as-exists" "9051#7.4.1" "an expunge is told as a smaller EXISTS";
        ExpungeNumbersStale "expunge-numbers-stale" "9051#7.5.1" "EXPUNGE responses name the numbers from before the command";
        ExpungeAll "uid-expunge-all" "9051#6.4.9" "UID EXPUNGE expunges all \\Deleted messages";
        ExpungeUndeleted "expunge-undeleted" "9051#6.4.3" "UID EXPUNGE expunges messages without \\Deleted";
        ExpungeDuringFetch "expunge-during-fetch" "9051#7.5.1" "EXPUNGE is sent while FETCH is in progress";
        VanishedDuringFetch "vanished-during-fetch" "7162#3.2.10.2" "VANISHED is sent while FETCH is in progress";
        ExpungeKeepsLast "expunge-keeps-last" "9051#6.4.3" "EXPUNGE leaves the last \\Deleted message";
        ExpungePushed "expunge-pushed" "9051#7.5.1 7162#3.2.10" "EXPUNGE comes while no command is in progress";
    }
    "copy" {
        CopyDropsFlags "copy-drops-flags" "9051#6.4.7" "copies have no flags";
        CopyDropsDate "copy-drops-date" "9051#6.4.7" "copies have a new internal date";
        CopyLineEndLost "copy-line-end-lost" "9051#6.4.7 9051#6.4.8" "the last line end of a copied message is lost";
        CopyFlagsReturn "copy-flags-return" "9051#6.4.7" "copies have the flags with which the message was appended";
        CopyTryCreateMissing "copy-trycreate-missing" "9051#6.4.7" "COPY to no mailbox is refused without TRYCREATE";
        CopyCreates "copy-creates" "9051#6.4.7" "COPY makes the mailbox that is missing";
        CopyDropsKeywords "copy-drops-keywords" "9051#6.4.7" "copies have no keywords";
        CopyUidValidityWrong "copyuid-validity-wrong" "4315#3" "COPYUID names the UIDVALIDITY of the source";
        CopyUidReversed "copyuid-reversed" "9051#7.1" "the destination UIDs of COPYUID are those of the source";
        CopyPartial "copy-partial" "9051#6.4.7" "a COPY that runs into the quota keeps its first messages";
        MoveKeepsSource "move-keeps-source" "9051#6.4.8" "MOVE copies";
        MoveSetsDeleted "move-sets-deleted" "9051#6.4.8" "MOVE leaves \\Deleted on the moved messages";
        MoveTakesDeleted "move-takes-deleted" "9051#6.4.8 6851#3.3" "MOVE expunges all \\Deleted messages";
        MoveCopyUidLast "move-copy-uid-last" "9051#6.4.8 6851#4.3" "MOVE tells COPYUID behind EXPUNGE";
    }
    "search" {
        SearchNotIgnored "search-not-ignored" "9051#6.4.4" "NOT is ignored before a flag key";
        SearchOrIsAnd "search-or-is-and" "9051#6.4.4" "OR means AND";
        SearchCase "search-case" "9051#6.4.4" "strings are found only as they are spelled";
        SearchSentIsInternal "search-sent-is-internal" "9051#6.4.4" "SENTSINCE, SENTBEFORE and SENTON look at the internal date";
        SearchBeforeInclusive "search-before-inclusive" "9051#6.4.4" "BEFORE finds messages of that very day";
        SearchSinceExclusive "search-since-exclusive" "9051#6.4.4" "SINCE leaves out messages of that very day";
        SearchLargerInclusive "search-larger-inclusive" "9051#6.4.4" "LARGER finds messages of that very size";
        SearchBodyInHeader "search-body-in-header" "9051#6.4.4" "BODY looks into the header too";
        SearchUidAsNumber "search-uid-as-number" "9051#6.4.4" "the UID key takes sequence numbers";
        SearchKeywordNone "search-keyword-none" "9051#6.4.4" "KEYWORD finds nothing";
        SearchFirstKey "search-first-key" "9051#6.4.4" "only the first key counts";
        SearchUidsAsNumbers "search-numbers-as-uids" "9051#6.4.9 9051#2.3.1.1" "UID SEARCH gives sequence numbers";
        SortIgnored "sort-ignored" "5256#3" "SORT gives mailbox order";
        ThreadLosesLast "thread-loses-last" "5256#3" "THREAD leaves out the last thread";
        EsearchTagMissing "esearch-tag-missing" "9051#7.3.4" "ESEARCH leaves the tag out";
        EsearchUidMissing "esearch-uid-missing" "9051#7.3.4" "ESEARCH leaves UID out";
        EsearchMinMax "esearch-min-max" "9051#6.4.4" "MIN and MAX are exchanged";
        EsearchCountPlus "esearch-count-off" "9051#6.4.4" "COUNT is one too many if anything was found";
        SearchResStale "searchres-stale" "9051#6.4.4.1" "$ is not emptied by a search that finds nothing";
        SearchResUidExpunge "searchres-uid-expunge" "5182#2.1 9051#6.4.9" "UID EXPUNGE of $ expunges all that is \\Deleted";
        SearchBadCharset "search-bad-charset-ok" "9051#6.4.4" "a charset that nobody knows is accepted";
    }
    "idle" {
        IdleFirstOnly "idle-first-only" "9051#6.3.13" "IDLE tells the first change only";
        IdleSilent "idle-silent" "9051#6.3.13" "IDLE tells nothing";
        IdleExpungeUntold "idle-expunge-untold" "9051#6.3.13" "IDLE tells of new messages and flags, not of expunges";
        IdleFlagsUntold "idle-flags-untold" "9051#6.3.13" "IDLE tells of new messages, not of flags";
        IdleAnyEnds "idle-anything-ends" "9051#6.3.13" "any line ends IDLE with OK";
        NoopSilent "noop-silent" "9051#6.1.2" "NOOP tells nothing";
        NoopValidity "noop-validity" "9051#2.3.1.1" "NOOP tells another UIDVALIDITY";
        IdleContinuedTwice "idle-continued-twice" "9051#6.3.13" "IDLE is continued twice";
        IdleEndsAlone "idle-ends-alone" "9051#6.3.13" "IDLE ends with OK at once";
    }
    "condstore" {
        ModSeqTies "modseq-ties" "7162#3.1" "two STOREs in a row get the same mod-sequence";
        ModSeqBack "modseq-back" "7162#3.1" "a flag that is removed lowers the mod-sequence";
        ModSeqKept "modseq-kept" "7162#3.1" "a keyword changes without a new mod-sequence";
        UnchangedSinceIgnored "unchangedsince-ignored" "7162#3.1.3" "UNCHANGEDSINCE is ignored";
        UnchangedSinceAll "unchangedsince-all" "7162#3.1.3" "one message that has changed stops the STORE for all";
        ModifiedMissing "modified-missing" "7162#3.1.3" "MODIFIED is not said";
        ChangedSinceInclusive "changedsince-inclusive" "7162#3.1.4" "CHANGEDSINCE gives messages with that very mod-sequence";
        ChangedSinceAll "changedsince-all" "7162#3.1.4" "CHANGEDSINCE gives all messages";
        HighestModSeqBehind "highestmodseq-behind" "7162#3.1.2.1" "HIGHESTMODSEQ is one less than the highest";
        HighestModSeqExpunge "highestmodseq-expunge" "7162#3.2.5" "expunges do not raise HIGHESTMODSEQ";
        SeenKeepsModSeq "seen-keeps-modseq" "7162#3.1" "\\Seen set by FETCH does not raise the mod-sequence";
        UpdateModSeqMissing "update-modseq-missing" "7162#3.1" "flags that another session changes are told without MODSEQ";
        StoreModSeqMissing "store-modseq-missing" "7162#3.1" "FETCH after STORE has no MODSEQ";
        SearchModSeqMissing "search-modseq-missing" "7162#3.1.5" "SEARCH MODSEQ does not give the highest mod-sequence";
        SearchModSeqLow "search-modseq-low" "7162#3.1.5 4731#3.2" "SEARCH MODSEQ gives the lowest mod-sequence found";
    }
    "qresync" {
        QResyncForgets "qresync-forgets" "7162#3.2.5" "the last expunge is not in VANISHED (EARLIER)";
        QResyncChangedMissing "qresync-changed-missing" "7162#3.2.5" "SELECT QRESYNC does not tell changed flags";
        QResyncExpunge "qresync-expunge" "7162#3.2.10" "EXPUNGE is sent though QRESYNC is enabled";
        QResyncEarlier "qresync-earlier" "7162#3.2.10" "VANISHED (EARLIER) is said of a fresh expunge";
        QResyncNotEarlier "qresync-not-earlier" "7162#3.2.10" "VANISHED at SELECT has no EARLIER";
        EarlierLast "earlier-last" "7162#3.2.6" "UID FETCH tells VANISHED (EARLIER) behind the FETCH responses";
        QResyncValidityIgnored "qresync-validity-ignored" "7162#3.2.5" "changes are told though UIDVALIDITY is another";
        CloseTellsModSeq "close-tells-modseq" "7162#3.2.8" "CLOSE says HIGHESTMODSEQ";
        VanishedUnenabled "vanished-unenabled" "7162#3.2.10.2 7162#3.2.3" "VANISHED is sent once CONDSTORE is enabled, without QRESYNC";
        ExpungeModSeqMissing "expunge-modseq-missing" "7162#3.2.7" "EXPUNGE does not say the new HIGHESTMODSEQ";
        QResyncUidMissing "qresync-uid-missing" "7162#3.2.4" "flags are told without the UID";
        ClosedMissing "closed-missing" "7162#3.2.11" "SELECT out of a selected mailbox does not say CLOSED";
        VanishedKnownIgnored "vanished-known-ignored" "7162#3.2.5" "VANISHED names UIDs that the client did not ask for";
    }
    "quota" {
        QuotaInOctets "quota-in-octets" "9208#5.1" "STORAGE usage is counted in octets, not in units of 1024";
        QuotaInboxOnly "quota-inbox-only" "9208#3.2" "usage counts the messages of INBOX only";
        QuotaCountsExpunged "quota-counts-expunged" "9208#5.2" "expunged messages still count as MESSAGE";
        QuotaRootOnly "quota-root-only" "9208#4.1.2" "GETQUOTAROOT sends QUOTAROOT and no QUOTA";
        GetQuotaSilent "getquota-silent" "9208#4.1.1" "GETQUOTA is answered OK and sends no QUOTA";
        SetQuotaForgotten "setquota-forgotten" "9208#4.1.3" "SETQUOTA is answered OK and changes nothing";
        SetQuotaKeeps "setquota-keeps" "9208#4.1.3" "a limit that SETQUOTA does not name stays";
        QuotaNotEnforced "quota-not-enforced" "9208#3.1.2" "APPEND and COPY go over the quota";
        DeletedStorageAll "deleted-storage-all" "9208#4.1.4" "STATUS DELETED-STORAGE counts all messages";
        OverQuotaMissing "overquota-missing" "9208#4.3.1" "NO for want of quota has no OVERQUOTA";
    }
    "acl" {
        SetAclForgotten "setacl-forgotten" "4314#3.1" "SETACL is answered OK and changes nothing";
        SetAclPlusReplaces "setacl-plus-replaces" "4314#3.1" "SETACL with + replaces the rights";
        DeleteAclForgotten "deleteacl-forgotten" "4314#3.2" "DELETEACL leaves the entry";
        ListRightsTwice "listrights-twice" "4314#3.7" "LISTRIGHTS lists required rights among the optional ones too";
        MyRightsOwner "myrights-owner" "4314#3.5 4314#3.8" "MYRIGHTS gives everybody the owner's rights";
        AclVirtualMissing "acl-virtual-missing" "4314#2.1.1" "ACL and MYRIGHTS leave out c and d";
        AclDeleteHalf "acl-delete-half" "4314#2.1.1" "d in SETACL grants t only";
        AclUnknownRight "acl-unknown-right" "4314#3.1" "SETACL passes over rights that it does not know";
        AclWithoutAdmin "acl-without-admin" "4314#4" "SETACL and GETACL do not ask for the a right";
        AclPermanentFlagsAll "acl-permanentflags-all" "4314#5.1.1 4314#4" "PERMANENTFLAGS does not mind the user's rights";
        ListMyRightsMissing "list-myrights-missing" "8440#3" "LIST RETURN (MYRIGHTS) sends no MYRIGHTS";
        AclInsertUnchecked "acl-insert-unchecked" "4314#4" "APPEND and COPY do not ask for the i right";
        AclDeletedUnchecked "acl-deleted-unchecked" "4314#4" "STORE \\Deleted does not ask for the t right";
        AclExpungeUnchecked "acl-expunge-unchecked" "4314#4" "EXPUNGE does not ask for the e right";
        AclMoveUnchecked "acl-move-unchecked" "6851#4.2 4314#4" "MOVE asks for no right where the messages are";
        AclRenameUnchecked "acl-rename-unchecked" "4314#4" "RENAME does not ask for the x right";
        AclCreateUnchecked "acl-create-unchecked" "4314#4" "CREATE and RENAME do not ask for the k right";
        SetAclPipelinedLost "setacl-pipelined-lost" "9051#5.5 4314#3.1" "a SETACL behind another command in one segment changes nothing";
    }
    "metadata" {
        MetadataPrivateShared "metadata-private-shared" "5464#3.2.1.2" "private entries of a mailbox are everybody's";
        MetadataMaxSizeIgnored "metadata-maxsize-ignored" "5464#4.2.1" "values over MAXSIZE are sent";
        MetadataSmallest "metadata-smallest" "5464#4.2.1" "LONGENTRIES names the smallest of the values that are too long";
        MetadataDepthAll "metadata-depth-all" "5464#4.2.2" "DEPTH 1 means infinity";
        MetadataNilKept "metadata-nil-kept" "5464#4.3" "NIL empties an entry and does not remove it";
        MetadataPartial "metadata-partial" "5464#4.3" "a SETMETADATA that fails keeps its first entries";
        RenameLosesMetadata "rename-loses-metadata" "5464#4.1" "RENAME loses the annotations";
        ListMetadataNilMissing "list-metadata-nil-missing" "9590#3" "LIST RETURN (METADATA) leaves out entries without a value";
        MetadataChangeUntold "metadata-change-untold" "5464#4.4" "an entry that another session changes is not told, for all ENABLE METADATA";
        MetadataCase "metadata-case" "5464#3.2" "entry names know case";
    }
    "messagelimit" {
        MessageLimitSilent "message-limit-silent" "9738#3.1" "FETCH beyond MESSAGELIMIT leaves messages out and does not say so";
        MessageLimitCopyPart "message-limit-copy-part" "9738#3.1" "COPY beyond MESSAGELIMIT takes some messages and ends in OK";
        MessageLimitStatus "message-limit-status" "9738#3.1" "STATUS counts no more unseen messages than MESSAGELIMIT";
    }
    "context" {
        ContextAddUntold "context-add-untold" "5267#4.3" "messages that come to match are not told by ADDTO";
        ContextRemoveUntold "context-remove-untold" "5267#4.3" "messages that match no more are not told by REMOVEFROM";
        ContextExpungeUntold "context-expunge-late" "5267#4.3.4" "REMOVEFROM of expunged messages comes after EXPUNGE";
        ContextCancelIgnored "context-cancel-ignored" "5267#4.3.5" "CANCELUPDATE changes nothing";
        ContextUidMissing "context-uid-missing" "5267#4.3.2" "updates of UID SEARCH leave UID out";
        ContextPositionOff "context-position-off" "5267#4.3.3" "positions of sorted results are one too high";
        ContextCancelAll "context-cancel-all" "5267#4.3.5" "CANCELUPDATE ends the updates of all searches";
        ContextNumbersUids "context-numbers-uids" "5267#4.3.2" "updates of SEARCH name UIDs";
    }
    "notify" {
        NotifyOthersUntold "notify-others-untold" "5465#5" "events of other mailboxes are never told";
        NotifySelectedUntold "notify-selected-untold" "5465#6.1.1" "events of the selected mailbox wait for a command";
        NotifyDelayedExpunges "notify-delayed-expunges" "5465#6.1.2" "SELECTED-DELAYED tells expunges at once";
        NotifyFetchMissing "notify-fetch-missing" "5465#5.2" "new messages are told without the FETCH that was asked for";
        NotifyStatusMissing "notify-status-missing" "5465#3.1" "NOTIFY SET STATUS sends no STATUS";
        NotifyModSeqMissing "notify-modseq-missing" "5465#5.2" "STATUS of new messages has no HIGHESTMODSEQ though CONDSTORE is enabled";
        NotifyOldNameMissing "notify-oldname-missing" "5465#5.4" "LIST of a renamed mailbox has no OLDNAME";
        NotifyOwnChanges "notify-own-changes" "5465#5" "the session is told of what it did itself";
        NotifyIdleOthers "notify-idle-others" "5465#4" "events of other mailboxes are not told while idling";
        NotifyWildcards "notify-wildcards" "5465#6.6" "names behind MAILBOXES are patterns";
        NotifyRefusedClears "notify-refused-clears" "5465#3.1" "a NOTIFY that is refused ends what was set before";
        NotifySelectedStatus "notify-selected-status" "5465#3.1 5465#6" "STATUS tells of the selected mailbox too, where it is named";
        NotifySubscribedOnce "notify-subscribed-once" "5465#6.4" "SUBSCRIBED means what was subscribed at NOTIFY";
        SubscribedMeansAll "subscribed-means-all" "5465#6.4 7377#2.2" "SUBSCRIBED in NOTIFY and ESEARCH means all mailboxes";
    }
    "multisearch" {
        MultiSearchEmpty "multisearch-empty" "7377#2.1" "ESEARCH is sent for mailboxes without a match";
        MultiSearchSelectedOnly "multisearch-selected-only" "7377#2.2" "only the selected mailbox is searched";
        MultiSearchNumbers "multisearch-numbers" "7377#2.1" "sequence numbers are given for UIDs";
        MultiSearchTagMissing "multisearch-tag-missing" "7377#2.1" "ESEARCH has no TAG";
        MultiSearchValidityMissing "multisearch-validity-missing" "7377#2.1" "ESEARCH has no UIDVALIDITY";
        MultiSearchTagFirst "multisearch-tag-first" "7377#2.1" "ESEARCH commands in one segment are all answered under the tag of the first";
        MultiSearchUnreadable "multisearch-unreadable" "7377#2.2" "mailboxes that the user may list and not read are searched";
    }
    "catenate" {
        CatenateLosesLast "catenate-loses-last" "4469#3" "the last part of several is left out if it is TEXT";
        CatenateSectionIgnored "catenate-section-ignored" "4469#3" "a URL gives the whole message, whatever its section";
        CatenateSetsSeen "catenate-sets-seen" "4469#3" "CATENATE sets \\Seen on the messages that it takes from";
        CatenateBadUrlSkipped "catenate-bad-url-skipped" "4469#4.1" "a URL that leads nowhere is passed over";
        BadUrlMissing "badurl-missing" "4469#4.1" "NO for a bad URL has no BADURL";
    }
    "urlauth" {
        UrlTokenIgnored "url-token-ignored" "4467#6" "any token is accepted";
        UrlAccessIgnored "url-access-ignored" "4467#3" "anybody may use a URL for a user";
        UrlExpireIgnored "url-expire-ignored" "4467#3" "a URL is good after its EXPIRE";
        ResetKeyForgotten "resetkey-forgotten" "4467#7" "RESETKEY leaves old URLs good";
        UrlFetchSecondNil "urlfetch-second-nil" "4467#7" "of several URLs, URLFETCH gives data for the first only";
        UrlFetchRefuses "urlfetch-refuses" "4467#7" "URLFETCH of a bad URL is answered NO, not NIL";
    }
    "message" {
        EnvelopeReplyToNil "envelope-reply-to-nil" "9051#7.5.2" "ENVELOPE has no reply-to where there is no Reply-To field";
        EnvelopeDecodes "envelope-decodes" "2047#6.2" "ENVELOPE's subject has its encoded words decoded";
        EnvelopeSubjectFolded "envelope-subject-folded" "5322#2.2.3" "ENVELOPE's subject keeps the line ends of folding";
        EnvelopeDateWithoutZone "envelope-date-without-zone" "9051#7.5.2" "ENVELOPE's date leaves out the zone";
        EnvelopeGroupsFlat "envelope-groups-flat" "9051#7.5.2" "ENVELOPE leaves out where groups begin and end";
        EnvelopeFirstOnly "envelope-first-only" "9051#7.5.2" "ENVELOPE has the first address of each field only";
        EnvelopeQuotesKept "envelope-quotes-kept" "9051#7.5.2 9051#9" "names in ENVELOPE keep their quotes";
        InnerEnvelopeOuter "inner-envelope-outer" "9051#7.5.2" "the envelope of a message within a message is that of the outer one";
        StructureDigestText "structure-digest-text" "2046#5.1.5 9051#7.5.2" "parts of multipart/digest without a type are text";
        StructurePartsReversed "structure-parts-reversed" "9051#7.5.2" "BODYSTRUCTURE has the parts from the last to the first";
        StructureParamsLost "structure-params-lost" "9051#7.5.2 9051#6.4.5" "BODYSTRUCTURE has no parameters";
        StructureOctetsDecoded "structure-octets-decoded" "9051#7.5.2" "BODYSTRUCTURE counts the octets of base64 parts after decoding";
        StructureDispositionLost "structure-disposition-lost" "9051#7.5.2" "BODYSTRUCTURE has no disposition";
        HeaderFieldsFirst "header-fields-first" "9051#6.4.5.1" "HEADER.FIELDS gives the first of repeated fields only";
        MimeNoBlank "mime-no-blank" "9051#6.4.5.1" "BODY[n.MIME] leaves out the blank line";
        PartKeepsLineEnd "part-keeps-line-end" "2046#5.1.1" "a part has the line end before its boundary";
        UnknownCteRaw "unknown-cte-raw" "3516#4.3 9051#7.1 9051#7.5.2" "BINARY gives a part of an unknown transfer encoding as it is";
        BinaryPartialEncoded "binary-partial-encoded" "9051#6.4.5" "a partial fetch of BINARY counts octets before decoding";
        PreviewNil "preview-nil" "8970#3.2" "PREVIEW without LAZY is NIL";
        PreviewMarkup "preview-markup" "8970#3.3" "PREVIEW of HTML has tags";
        PreviewLong "preview-long" "8970#3.3" "PREVIEW has more than 256 characters";
        EmailIdPerMailbox "emailid-per-mailbox" "8474#5.1" "a copy has another EMAILID";
        SaveDateIsInternal "savedate-is-internal" "8514#4.2" "SAVEDATE is the internal date";
    }
    "sort" {
        SortSecondIgnored "sort-second-ignored" "5256#3" "only the first sort criterion counts";
        SortReverseIgnored "sort-reverse-ignored" "5256#3" "with REVERSE the whole result is turned once more";
        SortFromByName "sort-from-by-name" "5256#3" "SORT FROM goes by the display name";
        SortDateLocal "sort-date-local" "5256#2.2" "SORT DATE disregards the zone";
        SortDateInternal "sort-date-internal" "5256#2.2" "SORT DATE goes by the internal date";
        SortSubjectRaw "sort-subject-raw" "5256#2.1" "SORT SUBJECT does not take Re: away";
    }
    "thread" {
        ThreadReferencesIgnored "thread-references-ignored" "5256#3" "THREAD=REFERENCES does not look at References";
        ThreadInReplyToIgnored "thread-in-reply-to-ignored" "5256#3" "THREAD=REFERENCES does not look at In-Reply-To";
        ThreadSubjectIgnored "thread-subject-ignored" "5256#3" "threads of the same base subject stay apart";
    }
    "search-text" {
        SearchBodyEncoded "search-body-encoded" "5255#4.6 9051#6.4.4" "BODY looks into base64 and quoted-printable as they are";
        SearchWordsEncoded "search-words-encoded" "5255#4.6 9051#6.4.4" "SUBJECT and others look at encoded words as they are";
        SearchInnerSkipped "search-inner-skipped" "9051#6.4.4" "BODY and TEXT do not look into messages within";
        SearchHeaderEmpty "search-header-empty" "9051#6.4.4" "HEADER with an empty string finds nothing";
        SearchSavedEmpty "search-saved-empty" "5182#2.1" "$ in SEARCH finds nothing";
        SearchWithinMinutes "search-within-minutes" "5032#2" "OLDER and YOUNGER count minutes";
        SearchModSeqExclusive "search-modseq-exclusive" "7162#3.1.5" "MODSEQ leaves out messages of that very mod-sequence";
        SearchSavedIsInternal "search-saved-is-internal" "8514#4.3" "SAVEDON and its kin look at the internal date";
        PartialFirstLost "partial-first-lost" "9394#3.1" "PARTIAL leaves out the first of several";
    }
    "proxy" {
        ProxyExistsLost "proxy-exists-lost" "9051#7.4.1 9051#6.3.2" "EXISTS is never sent";
        ProxyExpungeLost "proxy-expunge-lost" "9051#7.5.1 9051#6.4.3" "EXPUNGE is never sent";
        ProxyVanishedLost "proxy-vanished-lost" "7162#3.2.10 7162#3.2.7" "VANISHED is never sent";
        ProxyFetchLost "proxy-fetch-lost" "9051#6.4.5 9051#7.5.2 9051#6.4.6" "FETCH is never sent";
        ProxyFlagsLost "proxy-flags-lost" "9051#6.4.6 9051#7.5.2" "FETCH that tells flags alone is never sent";
        ProxyRecentLost "proxy-recent-lost" "3501#6.3.1" "RECENT is never sent";
        ProxySearchLost "proxy-search-lost" "9051#6.4.4" "SEARCH responses are never sent";
        ProxyEsearchLost "proxy-esearch-lost" "9051#6.4.4 4731#3.1" "ESEARCH is never sent";
        ProxySortLost "proxy-sort-lost" "5256#3" "SORT responses are never sent";
        ProxyThreadLost "proxy-thread-lost" "5256#3" "THREAD responses are never sent";
        ProxyListLost "proxy-list-lost" "9051#6.3.9" "LIST responses are never sent";
        ProxyLsubLost "proxy-lsub-lost" "3501#6.3.9" "LSUB responses are never sent";
        ProxyStatusLost "proxy-status-lost" "9051#6.3.11" "STATUS responses are never sent";
        ProxyCapabilityLost "proxy-capability-lost" "9051#6.1.1" "untagged CAPABILITY is never sent";
        ProxyEnabledLost "proxy-enabled-lost" "9051#6.3.1" "ENABLED is never sent";
        ProxyNamespaceLost "proxy-namespace-lost" "9051#6.3.10" "NAMESPACE responses are never sent";
        ProxyIdLost "proxy-id-lost" "2971#3.1" "ID responses are never sent";
        ProxyQuotaLost "proxy-quota-lost" "9208#4.1" "QUOTA is never sent";
        ProxyQuotaRootLost "proxy-quota-root-lost" "9208#4.1.2" "QUOTAROOT is never sent";
        ProxyAclLost "proxy-acl-lost" "4314#3.3" "ACL responses are never sent";
        ProxyMyRightsLost "proxy-my-rights-lost" "4314#3.5" "MYRIGHTS responses are never sent";
        ProxyListRightsLost "proxy-list-rights-lost" "4314#3.4" "LISTRIGHTS responses are never sent";
        ProxyMetadataLost "proxy-metadata-lost" "5464#4.2" "METADATA is never sent";
        ProxyUidNextLost "proxy-uid-next-lost" "9051#6.3.2" "SELECT tells no UIDNEXT";
        ProxyUidValidityLost "proxy-uid-validity-lost" "9051#6.3.2" "SELECT tells no UIDVALIDITY";
        ProxyPermanentFlagsLost "proxy-permanent-flags-lost" "9051#6.3.2" "SELECT tells no PERMANENTFLAGS";
        ProxyHighestModSeqLost "proxy-highest-mod-seq-lost" "7162#3.1.2 7162#3.2.7" "the code HIGHESTMODSEQ is never sent";
        ProxyMailboxIdLost "proxy-mailbox-id-lost" "8474#4" "the code MAILBOXID is never sent";
        ProxyReadOnlyLost "proxy-read-only-lost" "9051#6.3.3" "the code READ-ONLY is never sent";
        ProxyReadWriteLost "proxy-read-write-lost" "9051#6.3.2" "the code READ-WRITE is never sent";
        ProxyCopyUidLost "proxy-copy-uid-lost" "4315#3 9051#6.4.7 9051#6.4.8" "the code COPYUID is never sent";
        ProxyAppendUidLost "proxy-append-uid-lost" "4315#3 9051#6.3.12" "the code APPENDUID is never sent";
        ProxyModifiedLost "proxy-modified-lost" "7162#3.1.3" "the code MODIFIED is never sent";
        ProxyFetchUidLost "proxy-fetch-uid-lost" "9051#6.4.5 9051#6.4.9" "FETCH never has the UID";
        ProxyFetchModSeqLost "proxy-fetch-mod-seq-lost" "7162#3.1" "FETCH never has MODSEQ";
        ProxyFetchDateLost "proxy-fetch-date-lost" "9051#6.4.5" "FETCH never has INTERNALDATE";
        ProxyFetchEnvelopeLost "proxy-fetch-envelope-lost" "9051#6.4.5" "FETCH never has ENVELOPE";
        ProxyFetchSizeLost "proxy-fetch-size-lost" "9051#6.4.5" "FETCH never has RFC822.SIZE";
        ProxyStatusMessagesLost "proxy-status-messages-lost" "9051#6.3.11" "STATUS never has MESSAGES";
        ProxyStatusUnseenLost "proxy-status-unseen-lost" "9051#6.3.11" "STATUS never has UNSEEN";
        ProxyCountLost "proxy-count-lost" "9051#7.3.4 4731#3.1" "ESEARCH never has COUNT";
        ProxyNoIsOk "proxy-no-is-ok" "9051#7.1 9051#6.3 9051#6.4" "NO is sent as OK";
        ProxyNoIsBad "proxy-no-is-bad" "9051#7.1 9051#6.3 9051#6.4" "NO is sent as BAD";
        ProxyBadIsOk "proxy-bad-is-ok" "9051#7.1 9051#2.2 9051#6 9051#9" "BAD is sent as OK";
        ProxyBadIsNo "proxy-bad-is-no" "9051#7.1.3 9051#2.2" "BAD is sent as NO";
        ProxyOkIsNo "proxy-ok-is-no" "9051#7.1.1 9051#6" "OK is sent as NO";
        ProxyTagLonger "proxy-tag-longer" "9051#2.2.1" "tags come back with a 0 behind them";
        ProxyTaggedTwice "proxy-tagged-twice" "9051#2.2.2" "tagged responses are sent twice";
        ProxyExistsLow "proxy-exists-low" "9051#7.4.1" "EXISTS is one too low";
        ProxyExistsHigh "proxy-exists-high" "9051#7.4.1" "EXISTS is one too high";
        ProxyRecentHigh "proxy-recent-high" "3501#7.3.2 3501#6.3.1" "RECENT is one too high";
        ProxyExpungeHigh "proxy-expunge-high" "9051#7.5.1" "EXPUNGE names the next message";
        ProxyExpungeLow "proxy-expunge-low" "9051#7.5.1" "EXPUNGE names the message before";
        ProxyExpungeTwice "proxy-expunge-twice" "9051#7.5.1 9051#6.4.3" "EXPUNGE is sent twice";
        ProxyExpungeLate "proxy-expunge-late" "9051#7.5.1 9051#5.5 9051#6.4.3" "EXPUNGE comes behind the tagged response";
        ProxyFetchHigh "proxy-fetch-high" "9051#7.5.2 9051#6.4.5 9051#2.3.1.2" "FETCH names the next message";
        ProxyFetchFirst "proxy-fetch-first" "9051#7.5.2 9051#6.4.5 9051#2.3.1.1" "FETCH always names message 1";
        ProxyFetchLate "proxy-fetch-late" "9051#6.4.5 9051#2.2.2" "FETCH comes behind the tagged response";
        ProxySearchTwice "proxy-search-twice" "9051#6.4.4" "SEARCH is sent twice";
        ProxySearchLate "proxy-search-late" "9051#6.4.4 4731#3.1" "SEARCH and ESEARCH come behind the tagged response";
        ProxyEsearchTwice "proxy-esearch-twice" "9051#6.4.4 4731#3.1" "ESEARCH is sent twice";
        ProxySortTwice "proxy-sort-twice" "5256#3" "SORT is sent twice";
        ProxyListTwice "proxy-list-twice" "9051#6.3.9" "LIST responses are sent twice";
        ProxyCapabilityTwice "proxy-capability-twice" "9051#6.1.1" "CAPABILITY is sent twice";
        ProxyStatusLate "proxy-status-late" "9051#6.3.11" "STATUS comes behind the tagged response";
        ProxySearchLastLost "proxy-search-last-lost" "9051#6.4.4" "SEARCH lacks its last hit";
        ProxySearchFirstLost "proxy-search-first-lost" "9051#6.4.4" "SEARCH lacks its first hit";
        ProxySearchHigh "proxy-search-high" "9051#6.4.4" "each hit of SEARCH is one too high";
        ProxySearchOneMore "proxy-search-one-more" "9051#6.4.4" "SEARCH has one hit too many";
        ProxySearchModSeqLost "proxy-search-mod-seq-lost" "7162#3.1.5" "SEARCH never has MODSEQ";
        ProxySortLastLost "proxy-sort-last-lost" "5256#3" "SORT lacks its last hit";
        ProxySortReversed "proxy-sort-reversed" "5256#3" "SORT comes from the last to the first";
        ProxyVanishedLastLost "proxy-vanished-last-lost" "7162#3.2.10 7162#3.2.7" "VANISHED lacks its last UID";
        ProxyEsearchCountLow "proxy-esearch-count-low" "9051#7.3.4 4731#3.1" "COUNT is one too low";
        ProxyEsearchMaxHigh "proxy-esearch-max-high" "9051#7.3.4 4731#3.1" "MAX is one too high";
        ProxyEsearchMinHigh "proxy-esearch-min-high" "9051#7.3.4 4731#3.1" "MIN is one too high";
        ProxyEsearchAllShort "proxy-esearch-all-short" "9051#7.3.4 4731#3.1 9051#6.4.4" "ALL lacks its last hit";
        ProxyFetchUidHigh "proxy-fetch-uid-high" "9051#2.3.1.1" "FETCH has the next UID";
        ProxyModSeqLow "proxy-mod-seq-low" "7162#3.1" "MODSEQ is one too low";
        ProxyModSeqSame "proxy-mod-seq-same" "7162#3.1" "MODSEQ is always 1";
        ProxySizeLow "proxy-size-low" "9051#7.5.2" "RFC822.SIZE is one too low";
        ProxySizeThousand "proxy-size-thousand" "9051#7.5.2" "RFC822.SIZE is rounded down to thousands";
        ProxyDateHour "proxy-date-hour" "9051#2.3.3 9051#7.5.2 9051#6.3.12" "INTERNALDATE is an hour late";
        ProxyDateDay "proxy-date-day" "9051#2.3.3 9051#7.5.2 9051#6.3.12" "INTERNALDATE is a day late";
        ProxyDateZone "proxy-date-zone" "9051#2.3.3 9051#7.5.2 9051#6.3.12" "the zone of INTERNALDATE is another";
        ProxyDateSecond "proxy-date-second" "9051#2.3.3 9051#7.5.2 9051#6.3.12" "INTERNALDATE has no seconds";
        ProxyBinarySizeHigh "proxy-binary-size-high" "9051#6.4.5 3516#4.3 9051#7.5.2" "BINARY.SIZE is one too high";
        ProxyOriginHigh "proxy-origin-high" "9051#7.5.2 9051#6.4.5" "the origin of partial data is one too high";
        ProxyOriginLost "proxy-origin-lost" "9051#7.5.2 9051#6.4.5" "partial data has no origin";
        ProxyStatusMessagesHigh "proxy-status-messages-high" "9051#6.3.11" "MESSAGES in STATUS is one too high";
        ProxyStatusMessagesLow "proxy-status-messages-low" "9051#6.3.11" "MESSAGES in STATUS is one too low";
        ProxyStatusUnseenHigh "proxy-status-unseen-high" "9051#6.3.11" "UNSEEN in STATUS is one too high";
        ProxyStatusRecentHigh "proxy-status-recent-high" "3501#6.3.10" "RECENT in STATUS is one too high";
        ProxyStatusDeletedHigh "proxy-status-deleted-high" "9051#6.3.11" "DELETED in STATUS is one too high";
        ProxyStatusUidNextHigh "proxy-status-uid-next-high" "9051#6.3.11 9051#2.3.1.1" "UIDNEXT in STATUS is one too high";
        ProxyStatusUidValidityHigh "proxy-status-uid-validity-high" "9051#6.3.11 9051#2.3.1.1" "UIDVALIDITY in STATUS is one too high";
        ProxyStatusModSeqLow "proxy-status-mod-seq-low" "7162#3.1.7" "HIGHESTMODSEQ in STATUS is one too low";
        ProxyStatusSizeLow "proxy-status-size-low" "9051#6.3.11 8438#3" "SIZE in STATUS is one too low";
        ProxyUidNextHigh "proxy-uid-next-high" "9051#2.3.1.1 9051#6.3.2" "UIDNEXT at SELECT is one too high";
        ProxyUidNextOne "proxy-uid-next-one" "9051#2.3.1.1 9051#6.3.2" "UIDNEXT at SELECT is always 1";
        ProxyUidValidityHigh "proxy-uid-validity-high" "9051#2.3.1.1 9051#6.3.2" "UIDVALIDITY at SELECT is one too high";
        ProxyUidValidityZero "proxy-uid-validity-zero" "9051#9 9051#2.3.1.1" "UIDVALIDITY at SELECT is 0";
        ProxyUnseenHigh "proxy-unseen-high" "3501#7.1 3501#6.3.1" "UNSEEN at SELECT is one too high";
        ProxyHighestModSeqOne "proxy-highest-mod-seq-one" "7162#3.1.2 7162#3.1.2.1" "HIGHESTMODSEQ is always 1";
        ProxyModifiedShort "proxy-modified-short" "7162#3.1.3" "MODIFIED lacks its last message";
        ProxyReadOnlyIsWrite "proxy-read-only-is-write" "9051#6.3.3 9051#7.1" "READ-ONLY is sent as READ-WRITE";
        ProxyReadWriteIsOnly "proxy-read-write-is-only" "9051#6.3.2 9051#7.1" "READ-WRITE is sent as READ-ONLY";
        ProxyCopyUidHigh "proxy-copy-uid-high" "4315#3 9051#7.1" "the new UIDs of COPYUID are one too high";
        ProxyCopyUidSourceHigh "proxy-copy-uid-source-high" "4315#3 9051#7.1" "the old UIDs of COPYUID are one too high";
        ProxyCopyUidShort "proxy-copy-uid-short" "4315#3 9051#7.1" "COPYUID lacks its last new UID";
        ProxyCopyUidPairLost "proxy-copy-uid-pair-lost" "4315#3 9051#7.1" "COPYUID lacks its last message, old and new UID";
        ProxyCopyUidSwapped "proxy-copy-uid-swapped" "4315#3 9051#7.1" "old and new UIDs of COPYUID are exchanged";
        ProxyCopyUidDescends "proxy-copy-uid-descends" "4315#3 9051#7.1" "the new UIDs of COPYUID are listed from the last to the first";
        ProxyCopyUidValidityHigh "proxy-copy-uid-validity-high" "4315#3 9051#7.1" "the UIDVALIDITY of COPYUID is one too high";
        ProxyAppendUidLow "proxy-append-uid-low" "4315#3 9051#7.1" "APPENDUID names the UID before";
        ProxyAppendUidAsRange "proxy-append-uid-as-range" "4315#3 9051#7.1" "APPENDUID of a single message is a range of one UID";
        ProxyQuotaUsage "proxy-quota-usage" "9208#4.1 9208#5" "usage in QUOTA is always 7";
        ProxyQuotaLimit "proxy-quota-limit" "9208#4.1 9208#5 9208#3" "limits in QUOTA are one too high";
        ProxyAttributesLost "proxy-attributes-lost" "9051#7.3.1 9051#6.3.9" "LIST has no attributes";
        ProxyDelimiterNil "proxy-delimiter-nil" "9051#7.3.1 9051#6.3.9" "LIST has NIL for the delimiter";
        ProxyDelimiterOther "proxy-delimiter-other" "9051#7.3.1 9051#6.3.9 9051#6.3.10" "LIST has another delimiter";
        ProxyNameLowered "proxy-name-lowered" "9051#7.3.1 9051#6.3.9 3501#5.1.3" "names in LIST are in lower case";
        ProxyNameShort "proxy-name-short" "9051#7.3.1 9051#6.3.9" "names in LIST lack their last octet";
        ProxyStatusNameShort "proxy-status-name-short" "9051#6.3.11 9051#7.3.3" "the name in STATUS lacks its last octet";
        ProxyCapabilityShort "proxy-capability-short" "9051#6.1.1 9051#7.2.2" "CAPABILITY lacks its last item";
        ProxyRevisionLost "proxy-revision-lost" "9051#6.1.1" "CAPABILITY has no IMAP4rev1 or IMAP4rev2";
        ProxyThreadLastLost "proxy-thread-last-lost" "5256#3" "THREAD lacks its last thread";
        ProxyMetadataShort "proxy-metadata-short" "5464#4.2" "values of METADATA lack their last octet";
        ProxyAclShort "proxy-acl-short" "4314#3.3 4314#3.6 4314#3.1" "rights in ACL lack the last";
        ProxyMyRightsShort "proxy-my-rights-short" "4314#3.5 4314#3.8" "MYRIGHTS lacks the last right";
        ProxyWholeShort "proxy-whole-short" "9051#6.4.5 9051#7.5.2" "BODY[] lacks its last octet";
        ProxyHeaderShort "proxy-header-short" "9051#6.4.5" "BODY[HEADER] and BODY[TEXT] lack their last octet";
        ProxyPartShort "proxy-part-short" "9051#6.4.5 9051#7.5.2" "BODY[1] lacks its last octet";
        ProxySectionNil "proxy-section-nil" "9051#6.4.5 9051#7.5.2" "BODY[] is NIL";
        ProxySectionEmpty "proxy-section-empty" "9051#6.4.5 9051#7.5.2" "BODY[] is empty";
        ProxySectionSevenBit "proxy-section-seven-bit" "9051#6.4.5 9051#4.3.1" "octets of BODY[] lose their eighth bit";
        ProxySectionTabs "proxy-section-tabs" "9051#6.4.5" "tabs in BODY[] become spaces";
        ProxySectionLong "proxy-section-long" "9051#6.4.5 9051#7.5.2" "BODY[] has an empty line more";
        ProxyBinaryShort "proxy-binary-short" "9051#6.4.5 3516#4" "BINARY lacks its last octet";
        ProxyPreviewLong "proxy-preview-long" "8970#3.3" "PREVIEW is 300 characters too long";
        ProxyPreviewLonger "proxy-preview-longer" "8970#3.3" "PREVIEW has 230 characters";
        ProxyFlagsSwapped "proxy-flags-swapped" "9051#2.3.2 9051#6.4.6 9051#7.5.2" "\\Seen and \\Flagged are exchanged";
        ProxyAnsweredLost "proxy-answered-lost" "9051#2.3.2 9051#6.4.6 9051#7.5.2" "\\Answered is never told";
        ProxyDeletedLost "proxy-deleted-lost" "9051#2.3.2 9051#6.4.6 9051#7.5.2" "\\Deleted is never told";
        ProxyDraftLost "proxy-draft-lost" "9051#2.3.2 9051#6.4.6 9051#7.5.2" "\\Draft is never told";
        ProxySeenLost "proxy-seen-lost" "9051#2.3.2 9051#6.4.6 9051#7.5.2 9051#6.4.5" "\\Seen is never told";
        ProxyFlaggedLost "proxy-flagged-lost" "9051#2.3.2 9051#6.4.6 9051#7.5.2" "\\Flagged is never told";
        ProxyKeywordLost "proxy-keyword-lost" "9051#2.3.2 9051#6.4.6 9051#7.5.2" "keywords are never told";
        ProxyAllSeen "proxy-all-seen" "9051#2.3.2 9051#6.4.6 9051#7.5.2 9051#6.4.5" "\\Seen is always told";
        ProxyFlagTwice "proxy-flag-twice" "9051#2.3.2 3501#2.3.2" "the first flag of a message is told twice";
        ProxyEnvelopeSubjectLost "proxy-envelope-subject-lost" "9051#7.5.2" "ENVELOPE has no subject";
        ProxyEnvelopeFromTo "proxy-envelope-from-to" "9051#7.5.2" "from and to of ENVELOPE are exchanged";
        ProxyEnvelopeCcLost "proxy-envelope-cc-lost" "9051#7.5.2" "ENVELOPE has no cc";
        ProxyEnvelopeBccLost "proxy-envelope-bcc-lost" "9051#7.5.2" "ENVELOPE has no bcc";
        ProxyEnvelopeReferenceLost "proxy-envelope-reference-lost" "9051#7.5.2" "ENVELOPE has no in-reply-to";
        ProxyEnvelopeIdShort "proxy-envelope-id-short" "9051#7.5.2" "the message-id of ENVELOPE lacks its last octet";
        ProxyEnvelopeNamesLost "proxy-envelope-names-lost" "9051#7.5.2" "addresses in ENVELOPE have no names";
        ProxyPartLost "proxy-part-lost" "9051#7.5.2" "BODYSTRUCTURE lacks the last part";
        ProxyMixed "proxy-mixed" "9051#7.5.2" "each multipart is multipart/mixed in BODYSTRUCTURE";
        ProxyPartOctets "proxy-part-octets" "9051#7.5.2" "octets in BODYSTRUCTURE are one too many";
        ProxyPartPlain "proxy-part-plain" "9051#7.5.2" "each text part is text/plain in BODYSTRUCTURE";
        ProxyPartEncoding "proxy-part-encoding" "9051#7.5.2" "each encoding in BODYSTRUCTURE is 7bit";
        ProxyPartIdLost "proxy-part-id-lost" "9051#7.5.2" "BODYSTRUCTURE has no body id";
        ProxyPartDescriptionLost "proxy-part-description-lost" "9051#7.5.2" "BODYSTRUCTURE has no body description";
        ProxyChildrenBoth "proxy-children-both" "9051#7.3.1" "LIST says both \\HasChildren and \\HasNoChildren";
        ProxyNoinferiors "proxy-noinferiors" "9051#7.3.1" "LIST says \\Noinferiors of every name";
        ProxyMarkedBoth "proxy-marked-both" "9051#7.3.1" "LIST says both \\Marked and \\Unmarked";
        ProxyInboxLowered "proxy-inbox-lowered" "9051#5.1 9051#6.3.9" "INBOX is listed under another name";
        ProxyStatusMore "proxy-status-more" "9051#6.3.11" "STATUS tells DELETED, asked or not";
        ProxyEnabledMore "proxy-enabled-more" "5161#3.2 9051#6.3.1" "ENABLED names UTF8=ACCEPT, asked or not";
        ProxyLiteralsBoth "proxy-literals-both" "7888#5" "CAPABILITY has LITERAL+ and LITERAL-";
        ProxyEnableUntold "proxy-enable-untold" "7162#3.2.3 9051#6.1.1 9051#7.2.2" "CAPABILITY leaves out ENABLE and IMAP4rev2";
        ProxyEarlierHigh "proxy-earlier-high" "7162#3.2.10 7162#3.2.5" "VANISHED (EARLIER) names the next UIDs";
        ProxyItemTwice "proxy-item-twice" "9051#7.5.2" "FETCH has its first item twice";
        ProxyUidFetchUnasked "proxy-uid-fetch-unasked" "9586#3 9051#7.5.2" "FETCH is sent as UIDFETCH";
        ProxyUidFetchNever "proxy-uid-fetch-never" "9586#3" "UIDFETCH is sent as FETCH";
        ProxyEsearchNever "proxy-esearch-never" "4731#3.1 9051#6.4.4" "ESEARCH is sent as SEARCH";
        ProxyLsubIsList "proxy-lsub-is-list" "3501#6.3.9" "LSUB is answered with LIST";
        ProxyExpungeIsExists "proxy-expunge-is-exists" "9051#7.5.1 9051#5.2 9051#6.4.3" "EXPUNGE is sent as EXISTS";
        ProxyEsearchTagOther "proxy-esearch-tag-other" "9051#7.3.4 4466#2.6.2" "ESEARCH has another tag";
        ProxyEsearchUidTurned "proxy-esearch-uid-turned" "9051#7.3.4 9051#6.4.9 4731#3.1" "ESEARCH has UID where it should not, and has it not where it should";
        ProxyEsearchNothingIsOne "proxy-esearch-nothing-is-one" "4731#3.1 9051#7.3.4" "ESEARCH has MIN 1 where nothing was found";
        ProxyPartialRange "proxy-partial-range" "9394#3.1" "PARTIAL names a range one longer than asked for";
        ProxyUidsDescend "proxy-uids-descend" "9051#2.3.1.1" "UIDs descend";
        ProxyIdsSame "proxy-ids-same" "8474#5" "all messages and threads have one id";
        ProxyCopyUidIsAppendUid "proxy-copy-uid-is-append-uid" "4315#3 9051#7.1" "COPY is answered with APPENDUID";
        ProxyAppendUidRange "proxy-append-uid-range" "4315#3 9051#7.1" "APPENDUID is one UID too long";
        ProxyAppendUidShort "proxy-append-uid-short" "4315#3 9051#7.1 3502#6.3.11" "APPENDUID of several messages lacks the last";
        ProxyMailboxIdSame "proxy-mailbox-id-same" "8474#4" "all mailboxes have one MAILBOXID";
        ProxyModifiedHigh "proxy-modified-high" "7162#3.1.3" "MODIFIED names the next messages";
        ProxyTryCreateIsNonExistent "proxy-try-create-is-non-existent" "9051#6.3.12 9051#6.4.7 9051#7.1" "TRYCREATE is sent as NONEXISTENT";
        ProxyCodesCrossed "proxy-codes-crossed" "5530#3 9051#7.1" "ALREADYEXISTS and NONEXISTENT are exchanged";
        OtherOctets "other-octets" "9051#2.3.1.1 9051#6.4.5" "every other session gets octets in upper case";
        OtherSize "other-size" "9051#2.3.1.1 9051#2.3.4 9051#7.5.2" "every other session gets a larger RFC822.SIZE";
        OtherEnvelope "other-envelope" "9051#2.3.1.1 9051#7.5.2" "every other session gets ENVELOPE without from";
        OtherStructure "other-structure" "9051#2.3.1.1 9051#7.5.2" "every other session gets another subtype";
        OtherEmailId "other-email-id" "8474#5.1" "every other session gets another EMAILID";
        OtherThreadId "other-thread-id" "8474#5.2" "every other session gets another THREADID";
        OtherSaveDate "other-save-date" "8514#3" "every other session gets another SAVEDATE";
        OtherModSeq "other-mod-seq" "7162#3.1" "every other session gets a MODSEQ that is one lower";
        OtherHighestModSeq "other-highest-mod-seq" "7162#3.1.2.1 7162#3.1.7" "every other session gets a HIGHESTMODSEQ that is one lower";
        OtherMailboxId "other-mailbox-id" "8474#4" "every other session gets another MAILBOXID";
        OtherUnseen "other-unseen" "9051#6.3.11 3501#6.3.10" "every other session gets a larger UNSEEN by STATUS";
        ProxyLiteralLow "proxy-literal-low" "9051#4.3 9051#9 9051#7.5.2" "literals of FETCH are one octet longer than announced";
        ProxyLiteralHigh "proxy-literal-high" "9051#4.3 9051#9 9051#7.5.2" "literals of FETCH are one octet shorter than announced";
        ProxyParenthesisLost "proxy-parenthesis-lost" "9051#7.5.2 9051#9" "FETCH lacks its last parenthesis";
        ProxySpaces "proxy-spaces" "9051#9 9051#2.2" "two spaces follow the star";
        ProxyLineFeed "proxy-line-feed" "9051#2.2 9051#9" "lines end with LF alone";
    }
    "circumstance" {
        UidGapStart "uid-gap-start" "9051#6.4.9" "a UID range that begins at a UID which is gone finds nothing";
        OverlapLost "overlap-lost" "9051#9" "what two parts of a sequence-set both name is left out";
        TenParts "ten-parts" "9051#9" "parts of a sequence-set after the tenth are left out";
        KeywordCaseKept "keyword-case-kept" "9051#9 9051#2.3.2 9051#6.4.6" "-FLAGS takes a keyword away only as it is spelled";
        NewKeywordLost "new-keyword-lost" "9051#6.4.6" "a keyword that is new in the mailbox is not set by the first STORE that names it";
        StoreAddFirstOnly "store-add-first-only" "9051#6.4.6" "of several flags in +FLAGS only the first is set";
        StorePipelinedLost "store-pipelined-lost" "9051#5.5 9051#6.4.6" "a STORE behind another command in one segment changes nothing";
        StoreOthersMessage "store-others-message" "9051#6.4.6" "STORE changes nothing of messages that another session has brought since SELECT";
        UnchangedSinceFirst "unchangedsince-first" "7162#3.1.3" "UNCHANGEDSINCE looks at the first message of a set only";
        UnchangedSinceZero "unchangedsince-zero" "7162#3.1.3" "UNCHANGEDSINCE 0 is as if it were not there";
        ModifiedNumbers "modified-numbers" "7162#3.1.3" "MODIFIED of UID STORE has sequence numbers";
        SilentModSeqOld "silent-modseq-old" "7162#3.1.3" "STORE .SILENT tells the mod-sequence from before";
        UidExpungeEnds "uid-expunge-ends" "9051#6.4.9" "UID EXPUNGE of a range takes its ends only";
        ExaminedCloseExpunges "examined-close-expunges" "9051#6.4.1 9051#6.3.3" "CLOSE after EXAMINE expunges";
        LogoutExpunges "logout-expunges" "9051#6.1.3 9051#6.4.3 9051#6.4.1" "LOGOUT expunges the selected mailbox";
        VanishedAsRange "vanished-as-range" "7162#3.2.10" "VANISHED names all UIDs from the first to the last that is gone";
        UidNextEmpty "uidnext-empty" "9051#2.3.1.1" "UIDs begin again once the mailbox has been emptied";
        CopyKeywordsFirst "copy-keywords-first" "9051#6.4.7" "of several copies only the first keeps its keywords";
        MoveSelfLost "move-self-lost" "9051#6.4.8 6851#3.3" "MOVE into the selected mailbox itself loses the messages";
        CopyChildDate "copy-child-date" "9051#6.4.7" "copies in a child mailbox have a new internal date";
        MoveSetsSeen "move-sets-seen" "9051#6.4.8" "MOVE marks what it moves as \\Seen";
        CopyKeepsSaveDate "copy-keeps-savedate" "8514#4 8514#3" "a copy has the SAVEDATE of its original";
        AppendOneDigitDay "append-one-digit-day" "9051#6.3.12" "a date-time with a day below 10 is forgotten";
        AppendHalfHour "append-half-hour" "9051#6.3.12 9051#2.3.3" "the minutes of a date-time's zone are forgotten";
        AppendTrailingLost "append-trailing-lost" "9051#6.3.12 9051#6.4.5 9051#7.5.2" "empty lines at the end of a message are lost";
        AppendFromQuoted "append-from-quoted" "9051#6.3.12 9051#6.4.5" "lines that begin with From have a > before it";
        ExaminedNewsUntold "examined-news-untold" "9051#5.2" "a session that has EXAMINEd is not told of new messages";
        MultiAppendFirstDate "multiappend-first-date" "3502#6.3.11" "all messages of a MULTIAPPEND get the date of the first";
        ReselectStale "reselect-stale" "9051#6.3.2 9051#7.4.1" "SELECT of the mailbox that is selected tells the EXISTS of before";
        UidValidityThird "uidvalidity-third" "9051#2.3.1.1" "every third session is told another UIDVALIDITY";
        HighestModSeqOfPresent "highestmodseq-of-present" "7162#3.1.2.1 7162#3.1.2 7162#3.1" "HIGHESTMODSEQ at SELECT is the highest of the messages that are there";
        FlagsBeforeSeen "flags-before-seen" "9051#6.4.5 9051#7.5.2" "FETCH (FLAGS BODY[]) tells the flags from before \\Seen";
        PartialEndShort "partial-end-short" "9051#6.4.5" "a partial fetch that ends with the data lacks its last octet";
        HeaderNotSecond "header-not-second" "9051#6.4.5.1" "HEADER.FIELDS.NOT leaves out the first field named only";
        NestedTextHeader "nested-text-header" "9051#6.4.5.1" "TEXT of a message within a message has the header too";
        PartTenFirst "part-ten-first" "9051#6.4.5.1" "part 10 is taken for part 1";
        EnvelopeEmptyNil "envelope-empty-nil" "9051#7.5.2" "ENVELOPE has NIL for a Subject that is empty";
        EnvelopeDateMade "envelope-date-made" "9051#7.5.2" "ENVELOPE has a date where there is no Date field";
        StructureMessageLines "structure-message-lines" "9051#7.5.2" "BODYSTRUCTURE counts a line too many of message/rfc822";
        SizeOfCopy "size-of-copy" "9051#7.5.2 9051#2.3.4" "RFC822.SIZE of a copy is one octet too many";
        FullWithoutBody "full-without-body" "9051#6.4.5" "FULL has no BODY";
        SearchEmptyMailbox "search-empty-mailbox" "9051#6.4.4" "SEARCH in an empty mailbox sends no SEARCH";
        SearchUidStarEmpty "search-uid-star-empty" "9051#6.4.4 9051#6.4.9 9051#9" "UID n:* in SEARCH, n above the largest, finds nothing";
        SearchDayUtc "search-day-utc" "9051#6.4.4" "BEFORE, ON and SINCE go by the day in UTC";
        SearchKeywordCase "search-keyword-case" "9051#6.4.4 9051#9 9051#2.3.2" "KEYWORD finds a keyword only as it is spelled";
        SearchAcrossFold "search-across-fold" "9051#6.4.4 5322#2.2.3" "strings that go over a folded line are not found";
        SearchToCc "search-to-cc" "9051#6.4.4" "TO looks at Cc too";
        SearchUnkeywordUnknown "search-unkeyword-unknown" "9051#6.4.4" "UNKEYWORD of a keyword that the mailbox does not know finds nothing";
        SearchNotParen "search-not-paren" "9051#6.4.4" "NOT before parentheses negates the first key in them only";
        SearchResExpunge "searchres-expunge" "9051#6.4.4.1 5182#2.1" "an expunge empties $";
        SearchResNumbers "searchres-numbers" "9051#6.4.4.1 5182#2.1" "$ keeps sequence numbers and takes them for UIDs";
        EsearchCountZero "esearch-count-zero" "9051#6.4.4 9051#7.3.4 4731#3.1" "COUNT is left out where nothing is found";
        PartialNegativeFront "partial-negative-front" "9394#3.1" "PARTIAL of negative numbers counts from the first";
        SortSubjectCase "sort-subject-case" "5256#3 5256#2.1" "SORT SUBJECT goes by case";
        SortDateMissing "sort-date-missing" "5256#2.2 5256#3" "a message without Date comes first in SORT DATE";
        SortFirstKey "sort-first-key" "5256#3" "SORT looks at the first search key only";
        SubjectTrailer "subject-trailer" "5256#2.1 5256#3" "(fwd) stays in the base subject";
        FlagsOfNewUntold "flags-of-new-untold" "9051#7.5.2" "changed flags of messages that came after SELECT are never told";
        DeletedUntold "deleted-untold" "9051#7.5.2" "a \\Deleted that another session sets is never told";
        ThirdUntold "third-untold" "9051#5.2" "every third session is not told what others append";
        IdleSecondSilent "idle-second-silent" "9051#6.3.13 2177#3" "the second IDLE of a session tells nothing";
        StatusUnseenFirst "status-unseen-first" "9051#6.3.11" "STATUS UNSEEN goes by the flags with which messages came";
        StatusSelectedNext "status-selected-next" "9051#6.3.11" "STATUS of the selected mailbox has the UIDNEXT of SELECT";
        RenameGrandchildren "rename-grandchildren" "9051#6.3.6" "RENAME takes children along and leaves theirs behind";
        RenamePrefix "rename-prefix" "9051#6.3.6" "RENAME renames mailboxes whose names begin with the old name too";
        DeleteNonAscii "delete-non-ascii" "9051#6.3.5" "DELETE of a name that is not ASCII is answered OK and does nothing";
        ListReferenceIgnored "list-reference-ignored" "9051#6.3.9" "LIST takes no notice of the reference";
        ListDeepMissing "list-deep-missing" "9051#6.3.9" "LIST leaves out names of more than three levels";
        ListSubscribedChild "list-subscribed-child" "9051#6.3.9.2 9051#6.3.9.1 5258#3" "LIST never says \\Subscribed of a child mailbox";
        ListAmpersandRaw "list-ampersand-raw" "3501#5.1.3 9051#A" "an ampersand in a mailbox name is told as it is";
        SubscribeToggles "subscribe-toggles" "9051#6.3.7" "a second SUBSCRIBE of a name unsubscribes it";
        MailboxIdByName "mailboxid-by-name" "8474#4 8474#4.1" "MAILBOXID is made of the name";
        EnableFirstOnly "enable-first-only" "5161#3.1 9051#6.3.1" "ENABLE of several names enables the first";
        VanishedFetchOutside "vanished-fetch-outside" "7162#3.2.6" "VANISHED (EARLIER) of UID FETCH has UIDs that were not asked for";
        QResyncSecondIgnored "qresync-second-ignored" "7162#3.2.5" "the second SELECT (QRESYNC) of a session tells no changes";
        MovedForgotten "moved-forgotten" "7162#3.2.5 7162#3.2.10" "VANISHED (EARLIER) leaves out what was moved away";
        FetchModSeqEnables "fetch-modseq-enables" "7162#3.1" "FETCH (MODSEQ) does not enable CONDSTORE";
        AclRenameLost "acl-rename-lost" "4314#4 4314#2 9051#6.3.6" "RENAME loses the ACL";
        AclWriteUnchecked "acl-write-unchecked" "4314#4" "STORE \\Flagged does not ask for the w right";
        MetadataDepthSiblings "metadata-depth-siblings" "5464#4.2.2" "DEPTH gives entries whose names begin with the name too";
        MetadataLongCut "metadata-long-cut" "5464#4.3" "values of more than 1024 octets are cut there";
        NotifyFlagsUnasked "notify-flags-unasked" "5465#5 5465#5.3" "NOTIFY tells flags that were not asked for";
        ReplaceOldFlags "replace-old-flags" "8508#3.1 8508#3.3 8508#3.4" "REPLACE leaves the flags of the old message on the new one";
        StarFirst "star-first" "9051#9" "*:n means the last message alone";
        HighUidEnd "high-uid-end" "9051#9 9051#6.4.9" "a UID range that ends above 2147483647 finds nothing";
        NumberBeforeRange "number-before-range" "9051#9" "a range behind a single number loses its first message";
        EmptyListKept "empty-list-kept" "9051#6.4.6" "FLAGS () changes nothing";
        StoreSixthKept "store-sixth-kept" "9051#6.4.6" "STORE changes five messages at most";
        LastFlagStays "last-flag-stays" "9051#6.4.6" "-FLAGS leaves a message its only flag";
        UnchangedSinceEqual "unchangedsince-equal" "7162#3.1.3" "UNCHANGEDSINCE fails where the mod-sequence is that very one";
        SilentModSeqMissing "silent-modseq-missing" "7162#3.1.3" "STORE .SILENT tells no MODSEQ";
        StoreOwnAppendLost "store-own-append-lost" "9051#6.4.6" "STORE changes nothing of messages that the session itself appended since SELECT";
        CloseKeepsOne "close-keeps-one" "9051#6.4.1" "CLOSE leaves a message where the mailbox would be empty";
        SelectExpunges "select-expunges" "9051#6.4.1 9051#6.3.2" "SELECT of another mailbox expunges the one that it leaves";
        ExpungeKnownOnly "expunge-known-only" "9051#6.4.3" "EXPUNGE leaves messages whose \\Deleted the session has not been told of";
        MoveExpungeQResync "move-expunge-qresync" "7162#3.2.10 7162#3.2.3" "MOVE tells EXPUNGE though QRESYNC is enabled";
        CopySelfUntold "copy-self-untold" "9051#5.2 9051#7.4.1" "copies in the selected mailbox itself are never told";
        CopyUidHoles "copyuid-holes" "4315#3" "COPYUID names the source as one range, whatever is between";
        MoveExamined "move-examined" "9051#6.3.3 9051#6.4.8" "MOVE works in a mailbox opened by EXAMINE";
        UidMoveMissing "uid-move-missing" "9051#6.4.9" "UID MOVE of a UID that is not there is refused";
        CopyThirdDate "copy-third-date" "9051#6.4.7" "the third copy and all after it have a new internal date";
        AppendWestEast "append-west-east" "9051#6.3.12 9051#2.3.3" "a zone west of Greenwich is taken for one east of it";
        AppendEndsLine "append-ends-line" "9051#6.3.12 9051#6.4.5 9051#7.5.2" "a message that ends in half a line gets a line end";
        AppendDots "append-dots" "9051#6.3.12 9051#6.4.5" "of two dots at the beginning of a line one is lost";
        AppendLongLines "append-long-lines" "9051#6.3.12 9051#6.4.5 9051#7.5.2" "lines of more than 998 octets are broken";
        AppendOneKeyword "append-one-keyword" "9051#6.3.12" "APPEND keeps the first keyword only";
        AppendChildFlags "append-child-flags" "9051#6.3.12" "APPEND to a child mailbox forgets the flags";
        RecentReturns "recent-returns" "3501#2.3.2" "messages are \\Recent again after CLOSE";
        QResyncNewMissing "qresync-new-missing" "7162#3.2.5" "SELECT (QRESYNC) tells nothing of messages that have come";
        ExamineNextBehind "examine-next-behind" "9051#6.3.3 9051#6.3.2 9051#2.3.1.1" "EXAMINE tells the UID of the last message for UIDNEXT";
        PartialWraps "partial-wraps" "9051#6.4.5" "offsets of partial fetches are taken modulo 65536";
        FieldsUnfolded "fields-unfolded" "9051#6.4.5.1" "HEADER.FIELDS gives the first line of folded fields";
        NestedHeaderOuter "nested-header-outer" "9051#6.4.5.1" "HEADER of a message within a message is that of the outer one";
        EnvelopeLongSubject "envelope-long-subject" "9051#7.5.2" "a Subject of more than 255 octets is cut in ENVELOPE";
        ParamsLowered "params-lowered" "9051#7.5.2" "values of parameters in BODYSTRUCTURE are in lower case";
        HeaderSetsSeen "header-sets-seen" "3501#6.4.5 9051#6.4.5" "RFC822.HEADER sets \\Seen";
        BinarySoftBreaks "binary-soft-breaks" "3516#4.3 9051#6.4.5" "BINARY of quoted-printable keeps soft line breaks";
        FastWithoutDate "fast-without-date" "9051#6.4.5" "FAST has no INTERNALDATE";
        Rfc822KeepsUnseen "rfc822-keeps-unseen" "3501#6.4.5 9051#6.4.5" "RFC822 does not set \\Seen";
        PartialOfText "partial-of-text" "9051#6.4.5" "a partial fetch of TEXT counts from the header on";
        SearchNotOr "search-not-or" "9051#6.4.4" "NOT before OR negates the first of the two";
        SearchReversed "search-reversed" "9051#9 9051#6.4.4" "4:2 finds nothing in SEARCH";
        SearchSmallerInclusive "search-smaller-inclusive" "9051#6.4.4" "SMALLER finds messages of that very size";
        SearchHeaderAbsent "search-header-absent" "9051#6.4.4" "HEADER with an empty string finds messages without the field too";
        SearchFirstOctets "search-first-octets" "9051#6.4.4" "BODY and TEXT look into the first 4096 octets only";
        SearchResMinAll "searchres-min-all" "5182#2.4 5182#2.1 9051#6.4.4.4" "SAVE with MIN keeps all that was found";
        SearchResSurvives "searchres-survives" "5182#2.1 9051#6.4.4.1" "$ outlives SELECT";
        EsortUnordered "esort-unordered" "5267#3.1" "ALL of an extended SORT is in the order of the mailbox";
        IdTwice "id-twice" "2971#3.3" "ID names its first field twice";
        EsearchAllHoles "esearch-all-holes" "9051#7.3.4 9051#6.4.4 4731#3.1" "ALL is one range from the first hit to the last";
        SearchOneKeyword "search-one-keyword" "9051#6.4.4" "of two KEYWORD keys the first counts";
        SearchCharsetRaw "search-charset-raw" "9051#6.4.4" "strings in another charset are taken for UTF-8";
        SearchOrThird "search-or-third" "9051#6.4.4" "an OR within an OR loses its second key";
        SearchLargerSigned "search-larger-signed" "9051#6.4.4" "LARGER of 2147483648 and more finds all";
        SortReverseTies "sort-reverse-ties" "5256#3" "REVERSE turns the order of equals too";
        SortSizeLexical "sort-size-lexical" "5256#3" "SORT SIZE goes by the digits";
        SortCcByTo "sort-cc-by-to" "5256#3" "SORT CC goes by To";
        ThreadUidNumbers "thread-uid-numbers" "5256#3 9051#6.4.9" "UID THREAD gives sequence numbers";
        SubjectBlobKept "subject-blob-kept" "5256#2.1 5256#3" "[blobs] stay in the base subject";
        ThreadByNumber "thread-by-number" "5256#3" "threads come in the order of their numbers, not of their dates";
        FlagsRemovedUntold "flags-removed-untold" "9051#7.5.2" "a session is not told of flags that another takes away";
        ExaminedFlagsUntold "examined-flags-untold" "9051#7.5.2 9051#5.2" "a session that has EXAMINEd is not told of flags";
        ExistsBeforeExpunge "exists-before-expunge" "9051#7.4.1 9051#7.5.1" "where messages went and came, EXISTS counts those that went";
        ExpungeLastUntold "expunge-last-untold" "9051#7.5.1" "an expunge of the last message by another session is never told";
        StatusChildUnseen "status-child-unseen" "9051#6.3.11" "STATUS of a child mailbox tells UNSEEN 0";
        StatusNotEnabling "status-not-enabling" "7162#3.1 7162#3.1.7" "STATUS (HIGHESTMODSEQ) does not enable CONDSTORE";
        DeleteUnsubscribes "delete-unsubscribes" "9051#6.3.7 3501#6.3.6" "DELETE unsubscribes the name";
        ListSecondPattern "list-second-pattern" "9051#6.3.9 5258#3" "LIST with several patterns takes the first";
        HasChildrenSibling "haschildren-sibling" "9051#7.3.1" "a mailbox has children if other names begin with its name";
        LsubParentMissing "lsub-parent-missing" "3501#6.3.9" "LSUB with % leaves out the names above subscribed ones";
        UnsubscribeChildren "unsubscribe-children" "9051#6.3.8" "UNSUBSCRIBE takes the names below too";
        RenameNonAscii "rename-non-ascii" "9051#6.3.6 9051#5.1" "RENAME to a name that is not ASCII loses those characters";
        RenameInboxFlags "rename-inbox-flags" "9051#6.3.6" "RENAME of INBOX loses the flags";
        ListUseChild "list-use-child" "6154#2 6154#5" "the special use of a child mailbox is not told";
        EnableForgets "enable-forgets" "5161#3.1 9051#6.3.1" "a second ENABLE undoes the first";
        AclAnyoneIgnored "acl-anyone-ignored" "4314#2 4314#3.1" "rights of anyone are nobody's";
        AclNegativeIgnored "acl-negative-ignored" "4314#2 4314#3.1" "negative rights take nothing away";
        AclSeenUnchecked "acl-seen-unchecked" "4314#4" "STORE \\Seen does not ask for the s right";
        AclCopyFlags "acl-copy-flags" "4314#4" "COPY keeps flags that the user may not set in the target";
        AclLookupListed "acl-lookup-listed" "4314#4" "LIST shows mailboxes for which the user lacks the l right";
        MetadataSecondLost "metadata-second-lost" "5464#4.3" "of several entries SETMETADATA keeps the first";
        MetadataRecreated "metadata-recreated" "5464#4.1 5464#3" "a mailbox made again has the annotations of the one before";
        RenameChildMetadata "rename-child-metadata" "5464#4.1" "RENAME loses the annotations of children";
        NotifyNoneIgnored "notify-none-ignored" "5465#3.1" "NOTIFY NONE changes nothing";
        NotifySecondMailbox "notify-second-mailbox" "5465#6 5465#5.2" "of several mailboxes named to NOTIFY the first is watched";
        ReplaceKeepsOld "replace-keeps-old" "8508#3.1 8508#3.3 8508#3.4" "REPLACE into another mailbox leaves the old message";
        EmailIdMoved "emailid-moved" "8474#5.1" "a copy in another session has another EMAILID";
        AppendCutsLarge "append-cuts-large" "9051#4.3 9051#6.3.12 9051#7.5.2" "messages of more than 65535 octets are cut there";
        ModSeqCopied "modseq-copied" "7162#3.1" "a copy has the mod-sequence of its original";
        ExamineOffersFlags "examine-offers-flags" "9051#6.3.3 9051#7.1 3501#6.3.2" "PERMANENTFLAGS at EXAMINE has the flags that could be changed after SELECT";
        EmptyAppended "empty-appended" "3502#6.3.11" "a message of no octets is stored";
        KeywordMarksLost "keyword-marks-lost" "9051#2.3.2 9051#9 9051#6.4.6" "STORE passes over keywords that have a dot, a colon or a slash";
        MultiAppendReversed "multiappend-reversed" "3502#6.3.11" "MULTIAPPEND puts the last message first";
        UidTryCreateMissing "uid-trycreate-missing" "9051#6.4.7 9051#6.4.8" "UID COPY and UID MOVE to no mailbox are refused without TRYCREATE";
        MoveTryCreateMissing "move-trycreate-missing" "9051#6.4.8 6851#3.3" "MOVE to no mailbox is refused without TRYCREATE";
        UidCopyFlags "uid-copy-flags" "9051#6.4.7 9051#6.4.9" "copies that UID COPY makes have no flags";
        UidMoveKeeps "uid-move-keeps" "9051#6.4.8 9051#6.4.9 6851#3.1" "UID MOVE copies";
        UidStoreRemove "uid-store-remove" "9051#6.4.6 9051#6.4.9" "UID STORE -FLAGS does nothing";
        UidFetchKeepsUnseen "uid-fetch-keeps-unseen" "9051#6.4.5 9051#6.4.9" "UID FETCH BODY[] does not set \\Seen";
        CopyReversed "copy-reversed" "9051#9 9051#6.4.7" "4:2 copies nothing";
        CopyLastPart "copy-last-part" "9051#9 9051#6.4.7" "COPY leaves out the last part of a sequence-set";
        MoveReversed "move-reversed" "9051#9 9051#6.4.8" "4:2 moves nothing";
        MoveStar "move-star" "9051#9 9051#6.4.8" "* in the set of MOVE means nothing";
        StoreStar "store-star" "9051#9 9051#6.4.6" "* in the set of STORE means nothing";
        UidExpungeReversed "uid-expunge-reversed" "9051#9 9051#6.4.9 4315#2.1" "4:2 in UID EXPUNGE means nothing";
        CopyExamined "copy-examined" "9051#6.3.3 9051#6.4.7" "COPY out of a mailbox opened by EXAMINE is refused";
        CopyPipelinedLost "copy-pipelined-lost" "9051#5.5 9051#6.4.7" "a COPY behind another command in one segment copies nothing";
        ExpungePipelinedLost "expunge-pipelined-lost" "9051#5.5 9051#6.4.3" "an EXPUNGE behind another command in one segment expunges nothing";
        AppendPipelinedLost "append-pipelined-lost" "9051#5.5 9051#6.3.12" "an APPEND behind another command in one segment is lost";
        SearchPipelinedEmpty "search-pipelined-empty" "9051#5.5 9051#6.4.4" "a SEARCH behind another command in one segment finds nothing";
        CopyNonAscii "copy-non-ascii" "9051#6.4.7 9051#5.1" "COPY into a mailbox whose name is not ASCII is answered OK and does nothing";
        SubscribeNonAscii "subscribe-non-ascii" "9051#6.3.7 9051#5.1" "SUBSCRIBE of a name that is not ASCII does nothing";
        UnsubscribeNonAscii "unsubscribe-non-ascii" "9051#6.3.8 3501#5.1.3 9051#5.1" "UNSUBSCRIBE of a name that is not ASCII does nothing";
        SubscribeSpaces "subscribe-spaces" "9051#6.3.7 9051#5.1" "SUBSCRIBE of a name with a space does nothing";
        SetAclNonAscii "setacl-non-ascii" "4314#3.1 9051#5.1" "SETACL of a mailbox whose name is not ASCII does nothing";
        MetadataNonAscii "metadata-non-ascii" "5464#4.3 9051#5.1" "SETMETADATA of a mailbox whose name is not ASCII does nothing";
        MetadataNilSecond "metadata-nil-second" "5464#4.3" "of several entries in SETMETADATA only the first is removed by NIL";
        MetadataNilShared "metadata-nil-shared" "5464#4.3" "NIL does not remove shared entries";
        MetadataNulCut "metadata-nul-cut" "5464#5 5464#4.3" "values of entries end at NUL";
        AppendLargeFlags "append-large-flags" "9051#6.3.12" "flags of an APPEND of more than 8 KiB are lost";
        AppendLargeDate "append-large-date" "9051#6.3.12" "the date-time of an APPEND of more than 8 KiB is lost";
        AppendLargeEnd "append-large-end" "9051#6.3.12 9051#4.3 9051#6.4.5 9051#7.5.2" "the last octet of an APPEND of more than 4 KiB is lost";
        MultiAppendBehindLarge "multiappend-behind-large" "3502#6.3.11" "behind a message of more than 4 KiB, those of a MULTIAPPEND lose their flags";
        MultiAppendSecondCut "multiappend-second-cut" "3502#6.3.11 9051#4.3" "the second message of a MULTIAPPEND loses its last octet if it has more than 4 KiB";
        MoveDropsKeywords "move-drops-keywords" "9051#6.4.8 6851#3.3" "MOVE loses keywords";
        ReplaceDropsKeywords "replace-drops-keywords" "8508#3.1 8508#3.4" "REPLACE forgets keywords";
        RenameLosesKeywords "rename-loses-keywords" "9051#6.3.6" "RENAME takes the keywords off all messages";
        CatenateLongText "catenate-long-text" "4469#3" "a TEXT of CATENATE is cut at 4 KiB";
        PermanentFlagsWithoutKeywords "permanentflags-without-keywords" "9051#7.1 3501#7.1" "PERMANENTFLAGS has no keywords and no \\*, and yet they stay";
        FlagsSecondUntold "flags-second-untold" "9051#7.5.2" "of several messages whose flags another session changes, only the first is told";
        ThreadIdCopied "threadid-copied" "8474#5.2" "a copy has another THREADID than its source";
        ThreadIdAlone "threadid-alone" "8474#5.2" "each message has a THREADID of its own";
        IdleKeywordUntold "idle-keyword-untold" "9051#6.3.13 9051#7.5.2" "IDLE tells of flags, not of keywords";
    }
}
