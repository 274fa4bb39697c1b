<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>ArrivalCard</name>
        <message>
            <source>Go on without</source>
            <translation>Ohne weitermachen</translation>
        </message>
        <message>
            <source>Stop; it is fetched when next wanted</source>
            <translation>Abbrechen; es wird geholt, wenn es wieder gebraucht wird</translation>
        </message>
        <message>
            <source>Fetching a network, once: {0}</source>
            <translation>Ein Netz wird geholt, nur dieses Mal: {0}</translation>
        </message>
        <message>
            <source>working…</source>
            <translation>in Arbeit …</translation>
        </message>
    </context>
    <context>
        <name>Bridge</name>
        <message>
            <source>Something went wrong inside Earshot: {0}</source>
            <translation>In Earshot ist etwas schiefgegangen: {0}</translation>
        </message>
        <message>
            <source>Kept in your library</source>
            <translation>In der Bibliothek aufbewahrt</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
    </context>
    <context>
        <name>CallView</name>
        <message>
            <source>The other side</source>
            <translation>Die andere Seite</translation>
        </message>
        <message>
            <source>You</source>
            <translation>Ich</translation>
        </message>
        <message>
            <source>Camera of the call</source>
            <translation>Kamera des Gesprächs</translation>
        </message>
        <message>
            <source>Microphone of the call</source>
            <translation>Mikrofon des Gesprächs</translation>
        </message>
        <message>
            <source>Record both sides</source>
            <translation>Beide Seiten aufnehmen</translation>
        </message>
        <message>
            <source>Begin a call</source>
            <translation>Gespräch beginnen</translation>
        </message>
        <message>
            <source>Mute</source>
            <translation>Stumm</translation>
        </message>
        <message>
            <source>Raise your hand</source>
            <translation>Hand heben</translation>
        </message>
        <message>
            <source>Paste a link here to join somebody's call</source>
            <translation>Einen Verweis einfügen, um einem Gespräch beizutreten</translation>
        </message>
        <message>
            <source>Link that joins the call</source>
            <translation>Verweis ins Gespräch</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Copy the link</source>
            <translation>Den Verweis kopieren</translation>
        </message>
        <message>
            <source>What is said</source>
            <translation>Was gesagt wird</translation>
        </message>
        <message>
            <source>Default microphone</source>
            <translation>Standardmikrofon</translation>
        </message>
        <message>
            <source>No camera</source>
            <translation>Keine Kamera</translation>
        </message>
        <message>
            <source>Demo clip</source>
            <translation>Demofilm</translation>
        </message>
        <message>
            <source>No microphone</source>
            <translation>Kein Mikrofon</translation>
        </message>
        <message>
            <source>Sound of the demo</source>
            <translation>Ton des Demofilms</translation>
        </message>
        <message>
            <source>Join the call</source>
            <translation>Dem Gespräch beitreten</translation>
        </message>
        <message>
            <source>End the call</source>
            <translation>Gespräch beenden</translation>
        </message>
        <message>
            <source>Opening the call…</source>
            <translation>Das Gespräch wird eröffnet …</translation>
        </message>
        <message>
            <source>Send the link below; it opens in any browser on this machine.</source>
            <translation>Den Verweis unten weitergeben; er öffnet sich in jedem Browser auf diesem Rechner.</translation>
        </message>
        <message>
            <source>Waiting for a guest</source>
            <translation>Wartet auf einen Gast</translation>
        </message>
        <message>
            <source>Saying goodbye…</source>
            <translation>Verabschiedet sich …</translation>
        </message>
        <message>
            <source>The call could not be held</source>
            <translation>Das Gespräch kam nicht zustande</translation>
        </message>
        <message>
            <source>Calls that survive bad networks</source>
            <translation>Gespräche, die schlechte Netze überstehen</translation>
        </message>
        <message>
            <source>Lost sound is filled in, both sides are captioned, and nothing passes anyone else.</source>
            <translation>Verlorener Ton wird ergänzt, beide Seiten werden untertitelt, und nichts läuft über Dritte.</translation>
        </message>
        <message>
            <source>Guest</source>
            <translation>Gast</translation>
        </message>
        <message>
            <source>The other side raises a hand</source>
            <translation>Die andere Seite hebt die Hand</translation>
        </message>
        <message>
            <source>Your hand is raised</source>
            <translation>Die Hand ist gehoben</translation>
        </message>
        <message>
            <source>You are muted</source>
            <translation>Das Mikrofon ist stumm</translation>
        </message>
        <message>
            <source>The other side is muted</source>
            <translation>Die andere Seite ist stumm</translation>
        </message>
        <message>
            <source>Encrypted; a browser warns once, as nobody vouches for this machine</source>
            <translation>Verschlüsselt; ein Browser warnt einmal, denn niemand bürgt für diesen Rechner</translation>
        </message>
        <message>
            <source>Invite from this network</source>
            <translation>Aus diesem Netz einladen</translation>
        </message>
        <message>
            <source>Send the link below to somebody in this network. A browser warns once, as nobody vouches for this machine; go on there.</source>
            <translation>Den Verweis unten an jemanden in diesem Netz weitergeben. Ein Browser warnt einmal, denn niemand bürgt für diesen Rechner; dort weitergehen.</translation>
        </message>
        <message>
            <source>Whoever opens it in a browser joins</source>
            <translation>Wer ihn in einem Browser öffnet, kommt dazu</translation>
        </message>
        <message>
            <source>This call is being recorded</source>
            <translation>Dieses Gespräch wird aufgenommen</translation>
        </message>
        <message>
            <source>Joining the call…</source>
            <translation>Dem Gespräch wird beigetreten …</translation>
        </message>
        <message>
            <source>Your guest is here</source>
            <translation>Der Gast ist da</translation>
        </message>
        <message>
            <source>Host</source>
            <translation>Gastgeber</translation>
        </message>
        <message>
            <source>You have joined the call</source>
            <translation>Dem Gespräch beigetreten</translation>
        </message>
        <message>
            <source>There is no picture of the other side.</source>
            <translation>Von der anderen Seite gibt es kein Bild.</translation>
        </message>
        <message>
            <source>The call could not be joined</source>
            <translation>Dem Gespräch konnte nicht beigetreten werden</translation>
        </message>
    </context>
    <context>
        <name>ChosenBar</name>
        <message>
            <source>Add a tag</source>
            <translation>Neues Stichwort</translation>
        </message>
        <message>
            <source>Add a tag to those chosen</source>
            <translation>Den ausgewählten ein Stichwort geben</translation>
        </message>
        <message>
            <source>Type a tag and press Enter</source>
            <translation>Stichwort eingeben und Eingabe drücken</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportieren …</translation>
        </message>
        <message>
            <source>Write the words of those chosen</source>
            <translation>Die Wörter der ausgewählten Aufnahmen schreiben</translation>
        </message>
        <message>
            <source>Move to trash</source>
            <translation>In den Papierkorb</translation>
        </message>
        <message>
            <source>Move those chosen to the trash</source>
            <translation>Die ausgewählten in den Papierkorb legen</translation>
        </message>
        <message>
            <source>{0} chosen</source>
            <translation>{0} ausgewählt</translation>
        </message>
    </context>
    <context>
        <name>Closing</name>
        <message>
            <source>Finishing the recording, then closing…</source>
            <translation>Die Aufnahme wird fertig, dann wird geschlossen …</translation>
        </message>
        <message>
            <source>Files are still being brought in; close again to give them up</source>
            <translation>Es werden noch Dateien hereingeholt; noch einmal schließen gibt sie auf</translation>
        </message>
    </context>
    <context>
        <name>ExportDialog</name>
        <message>
            <source>Export</source>
            <translation>Exportieren</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>Ordner</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>Wählen …</translation>
        </message>
        <message>
            <source>Choose the folder to write to</source>
            <translation>Den Ordner wählen, in den geschrieben wird</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>Markdown, with times</source>
            <translation>Markdown, mit Zeiten</translation>
        </message>
        <message>
            <source>Subtitles (SRT)</source>
            <translation>Untertitel (SRT)</translation>
        </message>
        <message>
            <source>Subtitles for the web (VTT)</source>
            <translation>Untertitel fürs Web (VTT)</translation>
        </message>
        <message>
            <source>Table of words (CSV)</source>
            <translation>Tabelle der Wörter (CSV)</translation>
        </message>
        <message>
            <source>Labels for Audacity</source>
            <translation>Textmarken für Audacity</translation>
        </message>
        <message>
            <source>Everything, to import again (JSON)</source>
            <translation>Alles, zum Wiedereinlesen (JSON)</translation>
        </message>
        <message>
            <source>What was said in this recording</source>
            <translation>Was in dieser Aufnahme gesagt wurde</translation>
        </message>
        <message>
            <source>What was said in {0} recordings</source>
            <translation>Was in {0} Aufnahmen gesagt wurde</translation>
        </message>
        <message>
            <source>Into this folder</source>
            <translation>In diesen Ordner</translation>
        </message>
        <message>
            <source>Folder to write to</source>
            <translation>Zielordner</translation>
        </message>
    </context>
    <context>
        <name>FiguresPanel</name>
        <message>
            <source>How the engine does</source>
            <translation>Wie gut es läuft</translation>
        </message>
        <message>
            <source>hand results a second</source>
            <translation>Handbefunde/s</translation>
        </message>
        <message>
            <source>within 33 ms</source>
            <translation>in 33 ms</translation>
        </message>
        <message>
            <source>delay of hands, p50 / p99</source>
            <translation>Verzug, p50 / p99</translation>
        </message>
        <message>
            <source>dropped</source>
            <translation>verloren</translation>
        </message>
        <message>
            <source>CPU, of one core</source>
            <translation>CPU, ein Kern</translation>
        </message>
        <message>
            <source>items</source>
            <translation>Stücke</translation>
        </message>
        <message>
            <source>work p50</source>
            <translation>Arbeit p50</translation>
        </message>
        <message>
            <source>work p99</source>
            <translation>Arbeit p99</translation>
        </message>
        <message>
            <source>age p99</source>
            <translation>Alter p99</translation>
        </message>
    </context>
    <context>
        <name>Filmstrip</name>
        <message>
            <source>Pictures around the shutter</source>
            <translation>Bilder um den Auslöser</translation>
        </message>
        <message>
            <source>Click or use the arrow keys to look at another picture</source>
            <translation>Klicken oder Pfeiltasten, um ein anderes Bild anzusehen</translation>
        </message>
    </context>
    <context>
        <name>FindBar</name>
        <message>
            <source>Find in this recording</source>
            <translation>In dieser Aufnahme suchen</translation>
        </message>
        <message>
            <source>Close (Escape)</source>
            <translation>Schließen (Esc)</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keine</translation>
        </message>
    </context>
    <context>
        <name>GapStrip</name>
        <message>
            <source>Gaps that were filled in the last minute</source>
            <translation>Lücken, die in der letzten Minute gefüllt wurden</translation>
        </message>
        <message>
            <source>{0} gaps filled, the longest {1} ms</source>
            <translation>{0} Lücken gefüllt, die längste {1} ms</translation>
        </message>
    </context>
    <context>
        <name>GesturesCard</name>
        <message>
            <source>As at first</source>
            <translation>Wie am Anfang</translation>
        </message>
        <message>
            <source>Holds from the next recording or call. An open palm, a fist and pointing are also made by people who just talk.</source>
            <translation>Gilt ab der nächsten Aufnahme oder dem nächsten Anruf. Offene Hand, Faust und Zeigen machen Menschen auch, wenn sie nur reden.</translation>
        </message>
        <message>
            <source>Let all gestures ask for what they first did</source>
            <translation>Alle Gesten wünschen lassen, was sie am Anfang wünschten</translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>Zurücknehmen</translation>
        </message>
        <message>
            <source>Take back the last change of a gesture</source>
            <translation>Die letzte Änderung einer Geste zurücknehmen</translation>
        </message>
        <message>
            <source>What gestures ask for</source>
            <translation>Was Gesten wünschen</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>nichts</translation>
        </message>
    </context>
    <context>
        <name>ImportBar</name>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Stop; what is not in the library yet stays out</source>
            <translation>Anhalten; was noch nicht in der Bibliothek ist, bleibt draußen</translation>
        </message>
        <message>
            <source>Listening to {0}: {1} so far</source>
            <translation>{0} wird angehört: bisher {1}</translation>
        </message>
    </context>
    <context>
        <name>LibraryKeeping</name>
        <message>
            <source>One recording removed for ever</source>
            <translation>Eine Aufnahme endgültig entfernt</translation>
        </message>
        <message>
            <source>One file written to {1}</source>
            <translation>Eine Datei nach {1} geschrieben</translation>
        </message>
        <message>
            <source>{0} more went wrong</source>
            <translation>{0} weitere gingen schief</translation>
        </message>
        <message>
            <source>A recording that was cut off has been repaired: {0}</source>
            <translation>Eine abgebrochene Aufnahme wurde repariert: {0}</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>{0} files written to {1}</source>
            <translation>{0} Dateien nach {1} geschrieben</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Zeigen</translation>
        </message>
        <message>
            <source>Moved to the trash</source>
            <translation>In den Papierkorb gelegt</translation>
        </message>
        <message>
            <source>{0} recordings moved to the trash</source>
            <translation>{0} Aufnahmen in den Papierkorb gelegt</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>{0} recordings removed for ever</source>
            <translation>{0} Aufnahmen endgültig entfernt</translation>
        </message>
    </context>
    <context>
        <name>LibraryRow</name>
        <message>
            <source>Title</source>
            <translation>Titel</translation>
        </message>
    </context>
    <context>
        <name>LibraryTools</name>
        <message>
            <source>All tags</source>
            <translation>Alle Stichwörter</translation>
        </message>
        <message>
            <source>Library</source>
            <translation>Bibliothek</translation>
        </message>
        <message>
            <source>Search words, titles and tags</source>
            <translation>Wörter, Titel und Stichwörter suchen</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suche</translation>
        </message>
        <message>
            <source>Finds all words; "phrases in quotes" and beginnings work (Ctrl+F)</source>
            <translation>Findet alle Wörter; auch „Wendungen in Anführungszeichen“ und Wortanfänge (Strg+F)</translation>
        </message>
        <message>
            <source>Order of the list</source>
            <translation>Reihenfolge der Liste</translation>
        </message>
        <message>
            <source>Newest first</source>
            <translation>Neueste zuerst</translation>
        </message>
        <message>
            <source>Oldest first</source>
            <translation>Älteste zuerst</translation>
        </message>
        <message>
            <source>Longest first</source>
            <translation>Längste zuerst</translation>
        </message>
        <message>
            <source>By title</source>
            <translation>Nach Titel</translation>
        </message>
        <message>
            <source>Only those with a tag</source>
            <translation>Nur die mit einem Stichwort</translation>
        </message>
        <message>
            <source>Import…</source>
            <translation>Importieren …</translation>
        </message>
        <message>
            <source>Bring sound and video files into the library</source>
            <translation>Ton- und Videodateien in die Bibliothek holen</translation>
        </message>
        <message>
            <source>Show the trash</source>
            <translation>Papierkorb zeigen</translation>
        </message>
        <message>
            <source>Trash</source>
            <translation>Papierkorb</translation>
        </message>
        <message>
            <source>Any sound</source>
            <translation>Alle Klänge</translation>
        </message>
        <message>
            <source>Only where a sound is heard</source>
            <translation>Nur wo ein Klang zu hören ist</translation>
        </message>
    </context>
    <context>
        <name>LibraryMenu</name>
        <message>
            <source>Take off the list</source>
            <translation>Aus der Liste nehmen</translation>
        </message>
        <message>
            <source>Put back</source>
            <translation>Zurücklegen</translation>
        </message>
        <message>
            <source>Remove for ever</source>
            <translation>Endgültig entfernen</translation>
        </message>
        <message>
            <source>Yes, this recording</source>
            <translation>Ja, diese Aufnahme</translation>
        </message>
        <message>
            <source>Yes, these {0} recordings</source>
            <translation>Ja, diese {0} Aufnahmen</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Rename (F2)</source>
            <translation>Umbenennen (F2)</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportieren …</translation>
        </message>
        <message>
            <source>Move to trash (Del)</source>
            <translation>In den Papierkorb (Entf)</translation>
        </message>
    </context>
    <context>
        <name>LibraryView</name>
        <message>
            <source>Recordings</source>
            <translation>Aufnahmen</translation>
        </message>
        <message>
            <source>Move to trash</source>
            <translation>In den Papierkorb</translation>
        </message>
        <message>
            <source>Bring into the library</source>
            <translation>In die Bibliothek holen</translation>
        </message>
        <message>
            <source>Looking through your library…</source>
            <translation>Die Bibliothek wird durchgesehen …</translation>
        </message>
        <message>
            <source>The library cannot be read</source>
            <translation>Die Bibliothek ist nicht lesbar</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Noch einmal versuchen</translation>
        </message>
        <message>
            <source>Nothing found for “{0}”</source>
            <translation>Nichts gefunden für „{0}“</translation>
        </message>
        <message>
            <source>All words must occur; fewer words find more.</source>
            <translation>Alle Wörter müssen vorkommen; weniger Wörter finden mehr.</translation>
        </message>
        <message>
            <source>The trash is empty</source>
            <translation>Der Papierkorb ist leer</translation>
        </message>
        <message>
            <source>What you delete waits here.</source>
            <translation>Hier wartet, was gelöscht wird.</translation>
        </message>
        <message>
            <source>No recordings yet</source>
            <translation>Noch keine Aufnahmen</translation>
        </message>
        <message>
            <source>Make one on the Record page, or drop sound and video files anywhere here.</source>
            <translation>Auf der Seite „Aufnehmen“ eine machen oder Ton- und Videodateien hierher ziehen.</translation>
        </message>
        <message>
            <source>Import files…</source>
            <translation>Dateien importieren …</translation>
        </message>
        <message>
            <source>Nothing found</source>
            <translation>Nichts gefunden</translation>
        </message>
        <message>
            <source>The words must be said near the sound; fewer words find more.</source>
            <translation>Die Wörter müssen in der Nähe des Klangs fallen; weniger Wörter finden mehr.</translation>
        </message>
    </context>
    <context>
        <name>ListeningDialog</name>
        <message>
            <source>The last minute</source>
            <translation>Die letzte Minute</translation>
        </message>
        <message>
            <source>Play or pause</source>
            <translation>Abspielen oder Pause</translation>
        </message>
        <message>
            <source>As you heard it</source>
            <translation>Wie gehört</translation>
        </message>
        <message>
            <source>Without repair</source>
            <translation>Ohne Reparatur</translation>
        </message>
    </context>
    <context>
        <name>LiveControls</name>
        <message>
            <source>Camera to record</source>
            <translation>Kamera für die Aufnahme</translation>
        </message>
        <message>
            <source>Microphone to record</source>
            <translation>Mikrofon für die Aufnahme</translation>
        </message>
        <message>
            <source>Mark</source>
            <translation>Merken</translation>
        </message>
        <message>
            <source>Mark this moment, to find it again</source>
            <translation>Diesen Augenblick merken, um ihn wiederzufinden</translation>
        </message>
        <message>
            <source>Take a photo: the best of the seconds around now</source>
            <translation>Ein Foto machen: das beste der Sekunden um jetzt</translation>
        </message>
        <message>
            <source>Show how the engine does</source>
            <translation>Zeigen, wie gut es läuft</translation>
        </message>
        <message>
            <source>Length so far</source>
            <translation>Bisherige Länge</translation>
        </message>
        <message>
            <source>No camera</source>
            <translation>Keine Kamera</translation>
        </message>
        <message>
            <source>Demo clip</source>
            <translation>Demofilm</translation>
        </message>
        <message>
            <source>Default microphone</source>
            <translation>Standardmikrofon</translation>
        </message>
        <message>
            <source>No microphone</source>
            <translation>Kein Mikrofon</translation>
        </message>
        <message>
            <source>Sound of the demo</source>
            <translation>Ton des Demofilms</translation>
        </message>
        <message>
            <source>Begin a recording</source>
            <translation>Aufnahme beginnen</translation>
        </message>
        <message>
            <source>End the recording</source>
            <translation>Aufnahme beenden</translation>
        </message>
    </context>
    <context>
        <name>LiveView</name>
        <message>
            <source>Camera</source>
            <translation>Kamera</translation>
        </message>
        <message>
            <source>Sound</source>
            <translation>Ton</translation>
        </message>
        <message>
            <source>Starting…</source>
            <translation>Beginnt …</translation>
        </message>
        <message>
            <source>Listening</source>
            <translation>Hört zu</translation>
        </message>
        <message>
            <source>No camera is recorded.</source>
            <translation>Keine Kamera wird aufgenommen.</translation>
        </message>
        <message>
            <source>starting…</source>
            <translation>beginnt …</translation>
        </message>
        <message>
            <source>recording</source>
            <translation>nimmt auf</translation>
        </message>
        <message>
            <source>finishing the words…</source>
            <translation>die Wörter werden fertig …</translation>
        </message>
        <message>
            <source>No camera and no microphone</source>
            <translation>Keine Kamera und kein Mikrofon</translation>
        </message>
        <message>
            <source>Plug one in, and it will be found by itself.</source>
            <translation>Einfach anstecken, gefunden wird es von selbst.</translation>
        </message>
        <message>
            <source>Record the demo clip</source>
            <translation>Den Demofilm aufnehmen</translation>
        </message>
        <message>
            <source>Ready when you are</source>
            <translation>Bereit</translation>
        </message>
        <message>
            <source>Press the round button, or Ctrl+R. Nothing leaves this machine.</source>
            <translation>Den runden Knopf drücken oder Strg+R. Nichts verlässt diesen Rechner.</translation>
        </message>
        <message>
            <source>Nothing can be seen or heard</source>
            <translation>Nichts zu sehen und zu hören</translation>
        </message>
        <message>
            <source>hidden</source>
            <translation>verdeckt</translation>
        </message>
    </context>
    <context>
        <name>LiveWords</name>
        <message>
            <source>Words appear here while you speak. They never leave this machine.</source>
            <translation>Hier erscheinen Wörter, während gesprochen wird. Sie verlassen diesen Rechner nie.</translation>
        </message>
        <message>
            <source>draft</source>
            <translation>Entwurf</translation>
        </message>
        <message>
            <source>Words are heard on this machine; pale ones are doubtful, grey ones unfinished</source>
            <translation>Die Wörter werden auf diesem Rechner gehört; blasse sind zweifelhaft, graue unfertig</translation>
        </message>
        <message>
            <source>What is said</source>
            <translation>Was gesagt wird</translation>
        </message>
        <message>
            <source>moment marked</source>
            <translation>Augenblick gemerkt</translation>
        </message>
        <message>
            <source>{0} is missing</source>
            <translation>{0} fehlt</translation>
        </message>
    </context>
    <context>
        <name>ModelsView</name>
        <message>
            <source>Fetch what is absent</source>
            <translation>Fehlendes holen</translation>
        </message>
        <message>
            <source>Fetch, check and convert every network that is absent</source>
            <translation>Jedes fehlende Netz holen, prüfen und umwandeln</translation>
        </message>
        <message>
            <source>Add from file…</source>
            <translation>Aus Datei hinzufügen …</translation>
        </message>
        <message>
            <source>Install a network or an engine from a file, without a connection</source>
            <translation>Ein Netz oder eine Hörmaschine aus einer Datei einrichten, ohne Verbindung</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <source>Everything runs on this machine. What is fetched comes once from its publishers, is checked by SHA-256, and tried before it is used.</source>
            <translation>Alles läuft auf diesem Rechner. Was geholt wird, kommt einmal von seinen Herausgebern, wird mit SHA-256 geprüft und vor dem Gebrauch erprobt.</translation>
        </message>
        <message>
            <source>The list of models cannot be read</source>
            <translation>Die Liste der Modelle ist nicht lesbar</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Noch einmal versuchen</translation>
        </message>
        <message>
            <source>Checking the models…</source>
            <translation>Die Modelle werden geprüft …</translation>
        </message>
        <message>
            <source>What writes down the words</source>
            <translation>Was die Wörter mitschreibt</translation>
        </message>
        <message>
            <source>Networks</source>
            <translation>Netze</translation>
        </message>
        <message>
            <source>built in</source>
            <translation>eingebaut</translation>
        </message>
        <message>
            <source>writes along</source>
            <translation>schreibt mit</translation>
        </message>
        <message>
            <source>A draft to search in: about half of the words are right. English.</source>
            <translation>Ein Entwurf zum Suchen: etwa die Hälfte der Wörter stimmt. Englisch.</translation>
        </message>
        <message>
            <source>Built-in draft</source>
            <translation>Eingebauter Entwurf</translation>
        </message>
        <message>
            <source>{0} languages</source>
            <translation>{0} Sprachen</translation>
        </message>
        <message>
            <source>while recording</source>
            <translation>während der Aufnahme</translation>
        </message>
        <message>
            <source>afterwards</source>
            <translation>hinterher</translation>
        </message>
        <message>
            <source>suits this machine</source>
            <translation>passt zu diesem Rechner</translation>
        </message>
        <message>
            <source>version {0}</source>
            <translation>Version {0}</translation>
        </message>
        <message>
            <source>ready</source>
            <translation>bereit</translation>
        </message>
        <message>
            <source>not here yet</source>
            <translation>noch nicht da</translation>
        </message>
        <message>
            <source>damaged</source>
            <translation>beschädigt</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Stop; a later try goes on from here</source>
            <translation>Anhalten; ein späterer Versuch macht hier weiter</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>Prüfen</translation>
        </message>
        <message>
            <source>Check {0} and try it out</source>
            <translation>{0} prüfen und ausprobieren</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Remove {0} from the cache</source>
            <translation>{0} aus dem Zwischenspeicher entfernen</translation>
        </message>
        <message>
            <source>Fetch {0}</source>
            <translation>{0} holen</translation>
        </message>
        <message>
            <source>Fetch</source>
            <translation>Holen</translation>
        </message>
        <message>
            <source>Fetch, check and try {0}</source>
            <translation>{0} holen, prüfen und ausprobieren</translation>
        </message>
        <message>
            <source>Install</source>
            <translation>Einrichten</translation>
        </message>
        <message>
            <source>Have {0} write along from the next recording</source>
            <translation>{0} ab der nächsten Aufnahme mitschreiben lassen</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>Verwenden</translation>
        </message>
        <message>
            <source>working…</source>
            <translation>in Arbeit …</translation>
        </message>
        <message>
            <source>Add a model from a file</source>
            <translation>Ein Modell aus einer Datei hinzufügen</translation>
        </message>
    </context>
    <context>
        <name>NetworkPanel</name>
        <message>
            <source>Hear the last minute</source>
            <translation>Letzte Minute hören</translation>
        </message>
        <message>
            <source>Listen with the gaps filled, then as it would have been without</source>
            <translation>Mit gefüllten Lücken hören und so, wie es ohne gewesen wäre</translation>
        </message>
        <message>
            <source>lost</source>
            <translation>verloren</translation>
        </message>
        <message>
            <source>filled in</source>
            <translation>ergänzt</translation>
        </message>
        <message>
            <source>recovered</source>
            <translation>gerettet</translation>
        </message>
        <message>
            <source>delay</source>
            <translation>Verzug</translation>
        </message>
        <message>
            <source>jitter</source>
            <translation>Schwankung</translation>
        </message>
    </context>
    <context>
        <name>NoticeBar</name>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Close this notice</source>
            <translation>Diesen Hinweis schließen</translation>
        </message>
    </context>
    <context>
        <name>PrivacyCard</name>
        <message>
            <source>One recording</source>
            <translation>Eine Aufnahme</translation>
        </message>
        <message>
            <source>Choose folder…</source>
            <translation>Ordner wählen …</translation>
        </message>
        <message>
            <source>Choose where new recordings go</source>
            <translation>Wählen, wohin neue Aufnahmen kommen</translation>
        </message>
        <message>
            <source>Delete all…</source>
            <translation>Alle löschen …</translation>
        </message>
        <message>
            <source>Move every recording to the trash; this can be undone</source>
            <translation>Jede Aufnahme in den Papierkorb legen; das lässt sich rückgängig machen</translation>
        </message>
        <message>
            <source>Empty the trash…</source>
            <translation>Papierkorb leeren …</translation>
        </message>
        <message>
            <source>Remove what is in the trash for ever, after one more question</source>
            <translation>Was im Papierkorb liegt endgültig entfernen, nach noch einer Frage</translation>
        </message>
        <message>
            <source>Keep them</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Privacy</source>
            <translation>Privates</translation>
        </message>
        <message>
            <source>Camera, microphone, words and recordings stay on this machine. The one thing Earshot ever fetches are its models, and only when they are absent.</source>
            <translation>Kamera, Mikrofon, Wörter und Aufnahmen bleiben auf diesem Rechner. Das Einzige, was Earshot je holt, sind seine Modelle, und nur wenn sie fehlen.</translation>
        </message>
        <message>
            <source>Recordings</source>
            <translation>Aufnahmen</translation>
        </message>
        <message>
            <source>All of them</source>
            <translation>Sie alle</translation>
        </message>
        <message>
            <source>Undo brings them back</source>
            <translation>„Rückgängig“ bringt sie zurück</translation>
        </message>
        <message>
            <source>Trash</source>
            <translation>Papierkorb</translation>
        </message>
        <message>
            <source>Library and settings</source>
            <translation>Bibliothek und Einstellungen</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <source>{0} recordings</source>
            <translation>{0} Aufnahmen</translation>
        </message>
        <message>
            <source>Remove {0} for ever</source>
            <translation>{0} endgültig entfernen</translation>
        </message>
        <message>
            <source>Where new recordings go</source>
            <translation>Wohin neue Aufnahmen kommen</translation>
        </message>
    </context>
    <context>
        <name>Rail</name>
        <message>
            <source>Go to the recording that runs</source>
            <translation>Zur laufenden Aufnahme</translation>
        </message>
        <message>
            <source>Nothing leaves this machine.</source>
            <translation>Nichts verlässt diesen Rechner.</translation>
        </message>
        <message>
            <source>Earshot</source>
            <translation>Earshot</translation>
        </message>
    </context>
    <context>
        <name>RecordingHeader</name>
        <message>
            <source>Back to the library</source>
            <translation>Zurück zur Bibliothek</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Titel</translation>
        </message>
        <message>
            <source>Type to give this recording a title</source>
            <translation>Tippen, um dieser Aufnahme einen Titel zu geben</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportieren …</translation>
        </message>
        <message>
            <source>Write the words as text, subtitles or a table</source>
            <translation>Die Wörter als Text, Untertitel oder Tabelle schreiben</translation>
        </message>
        <message>
            <source>{0} s missing</source>
            <translation>{0} s fehlen</translation>
        </message>
        <message>
            <source>Call this recording “{0}”</source>
            <translation>Diese Aufnahme „{0}“ nennen</translation>
        </message>
    </context>
    <context>
        <name>RecordingView</name>
        <message>
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
        <message>
            <source>This recording cannot be shown</source>
            <translation>Diese Aufnahme lässt sich nicht zeigen</translation>
        </message>
        <message>
            <source>Back to the library</source>
            <translation>Zurück zur Bibliothek</translation>
        </message>
        <message>
            <source>Opening…</source>
            <translation>Wird geöffnet …</translation>
        </message>
    </context>
    <context>
        <name>RecordingWords</name>
        <message>
            <source>Click a word to hear it; double-click, or F2, to put it right</source>
            <translation>Ein Wort anklicken, um es zu hören; doppelklicken oder F2, um es zu berichtigen</translation>
        </message>
        <message>
            <source>draft</source>
            <translation>Entwurf</translation>
        </message>
        <message>
            <source>Heard while recording; about half of the words are right</source>
            <translation>Während der Aufnahme gehört; etwa die Hälfte der Wörter stimmt</translation>
        </message>
        <message>
            <source>Take the last correction back</source>
            <translation>Die letzte Berichtigung zurücknehmen</translation>
        </message>
        <message>
            <source>Make the correction again</source>
            <translation>Die Berichtigung wiederholen</translation>
        </message>
        <message>
            <source>Which hearing is shown</source>
            <translation>Welche Hörung gezeigt wird</translation>
        </message>
        <message>
            <source>Have it heard again</source>
            <translation>Noch einmal anhören lassen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>No words were heard in this recording.</source>
            <translation>In dieser Aufnahme wurden keine Wörter gehört.</translation>
        </message>
        <message>
            <source>What was said</source>
            <translation>Was gesagt wurde</translation>
        </message>
        <message>
            <source>Have {0} hear it</source>
            <translation>Von {0} anhören lassen</translation>
        </message>
        <message>
            <source>Name {0}…</source>
            <translation>{0} benennen …</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Who is {0}?</source>
            <translation>Wer ist {0}?</translation>
        </message>
    </context>
    <context>
        <name>SettingsKeeping</name>
        <message>
            <source>The settings cannot be kept in {0}: {1}</source>
            <translation>Die Einstellungen können in {0} nicht aufbewahrt werden: {1}</translation>
        </message>
    </context>
    <context>
        <name>SettingsView</name>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Look</source>
            <translation>Aussehen</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>Farben</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>Schriftgröße</translation>
        </message>
        <message>
            <source>The whole window follows</source>
            <translation>Das ganze Fenster folgt</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Like the system</source>
            <translation>Wie das System</translation>
        </message>
        <message>
            <source>Holds from the next start</source>
            <translation>Gilt ab dem nächsten Start</translation>
        </message>
        <message>
            <source>Recording</source>
            <translation>Aufnahme</translation>
        </message>
        <message>
            <source>Show camera and level</source>
            <translation>Kamera und Pegel zeigen</translation>
        </message>
        <message>
            <source>See and hear first</source>
            <translation>Erst sehen und hören</translation>
        </message>
        <message>
            <source>Only while the Record page is seen; nothing of it is kept</source>
            <translation>Nur solange die Seite „Aufnehmen“ zu sehen ist; nichts davon wird behalten</translation>
        </message>
        <message>
            <source>Take photos while recording</source>
            <translation>Beim Aufnehmen Fotos machen</translation>
        </message>
        <message>
            <source>Photos at a gesture, a mark, a button</source>
            <translation>Fotos bei Geste, Merken, Knopf</translation>
        </message>
        <message>
            <source>Much work; the best picture of a recording can be found afterwards, too</source>
            <translation>Viel Arbeit; das beste Bild einer Aufnahme findet sich auch hinterher</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>Hands</source>
            <translation>Hände</translation>
        </message>
        <message>
            <source>Care</source>
            <translation>Sorgfalt</translation>
        </message>
        <message>
            <source>Fast: least work</source>
            <translation>Schnell: am wenigsten Arbeit</translation>
        </message>
        <message>
            <source>Balanced</source>
            <translation>Ausgewogen</translation>
        </message>
        <message>
            <source>Accurate: most work</source>
            <translation>Genau: am meisten Arbeit</translation>
        </message>
        <message>
            <source>How much work goes into each picture; holds from the next recording</source>
            <translation>Wie viel Arbeit in jedes Bild geht; gilt ab der nächsten Aufnahme</translation>
        </message>
        <message>
            <source>Hands followed at once</source>
            <translation>Hände zugleich</translation>
        </message>
        <message>
            <source>Counting on fingers</source>
            <translation>Mit den Fingern zählen</translation>
        </message>
        <message>
            <source>American</source>
            <translation>Amerikanisch</translation>
        </message>
        <message>
            <source>European</source>
            <translation>Europäisch</translation>
        </message>
        <message>
            <source>Chinese</source>
            <translation>Chinesisch</translation>
        </message>
        <message>
            <source>American Sign Language</source>
            <translation>Amerikanische Gebärdensprache</translation>
        </message>
        <message>
            <source>My camera mirrors its pictures</source>
            <translation>Meine Kamera spiegelt ihre Bilder</translation>
        </message>
        <message>
            <source>Mirror</source>
            <translation>Spiegel</translation>
        </message>
        <message>
            <source>Left and right hands are told apart by it</source>
            <translation>Daran werden linke und rechte Hand unterschieden</translation>
        </message>
    </context>
    <context>
        <name>SoundLegend</name>
        <message>
            <source>Show {0} alone</source>
            <translation>Nur {0} zeigen</translation>
        </message>
    </context>
    <context>
        <name>TagRow</name>
        <message>
            <source>Add a tag</source>
            <translation>Neues Stichwort</translation>
        </message>
        <message>
            <source>Type a tag and press Enter</source>
            <translation>Stichwort eingeben und Eingabe drücken</translation>
        </message>
        <message>
            <source>Take the tag {0} away</source>
            <translation>Das Stichwort {0} wegnehmen</translation>
        </message>
    </context>
    <context>
        <name>Timeline</name>
        <message>
            <source>Timeline</source>
            <translation>Zeitleiste</translation>
        </message>
    </context>
    <context>
        <name>TopShotKeeping</name>
        <message>
            <source>Photo kept: {0}</source>
            <translation>Foto aufbewahrt: {0}</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Zeigen</translation>
        </message>
    </context>
    <context>
        <name>TopShotView</name>
        <message>
            <source>Back to the recording</source>
            <translation>Zurück zur Aufnahme</translation>
        </message>
        <message>
            <source>Picture at the shutter</source>
            <translation>Bild beim Auslösen</translation>
        </message>
        <message>
            <source>Picked picture</source>
            <translation>Gewähltes Bild</translation>
        </message>
        <message>
            <source>What speaks for this picture</source>
            <translation>Was für dieses Bild spricht</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Merge and keep</source>
            <translation>Verschmelzen und behalten</translation>
        </message>
        <message>
            <source>Merge it with its neighbours and keep it as a Motion Photo</source>
            <translation>Mit seinen Nachbarn verschmelzen und als Motion Photo behalten</translation>
        </message>
        <message>
            <source>Best picture</source>
            <translation>Bestes Bild</translation>
        </message>
        <message>
            <source>At the shutter</source>
            <translation>Beim Auslösen</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Warum</translation>
        </message>
        <message>
            <source>There is nothing to choose from</source>
            <translation>Hier gibt es nichts zu wählen</translation>
        </message>
        <message>
            <source>Looking at three seconds of pictures…</source>
            <translation>Drei Sekunden Bilder werden angesehen …</translation>
        </message>
        <message>
            <source>Eyes, smiles, sharpness, motion and light of each are measured.</source>
            <translation>Augen, Lächeln, Schärfe, Bewegung und Licht jedes Bildes werden gemessen.</translation>
        </message>
        <message>
            <source>Better, {0}</source>
            <translation>Besser, {0}</translation>
        </message>
        <message>
            <source>Picked, {0}: {1} of 100</source>
            <translation>Gewählt, {0}: {1} von 100</translation>
        </message>
        <message>
            <source>This is the moment you pressed.</source>
            <translation>Das ist der Augenblick des Auslösens.</translation>
        </message>
        <message>
            <source>No picture around it is clearly better.</source>
            <translation>Kein Bild darum herum ist deutlich besser.</translation>
        </message>
        <message>
            <source>Against the shutter: {0}.</source>
            <translation>Gegenüber dem Auslösen: {0}.</translation>
        </message>
        <message>
            <source>The picture at the shutter is better: {0}.</source>
            <translation>Das Bild beim Auslösen ist besser: {0}.</translation>
        </message>
        <message>
            <source>at the shutter</source>
            <translation>beim Auslösen</translation>
        </message>
        <message>
            <source>{0} s later</source>
            <translation>{0} s später</translation>
        </message>
        <message>
            <source>{0} s earlier</source>
            <translation>{0} s früher</translation>
        </message>
    </context>
    <context>
        <name>Transcript</name>
        <message>
            <source>Transcript</source>
            <translation>Mitschrift</translation>
        </message>
    </context>
    <context>
        <name>Transport</name>
        <message>
            <source>Pause (Space)</source>
            <translation>Pause (Leertaste)</translation>
        </message>
        <message>
            <source>Play (Space)</source>
            <translation>Abspielen (Leertaste)</translation>
        </message>
        <message>
            <source>5 seconds back (left arrow)</source>
            <translation>5 Sekunden zurück (Pfeil links)</translation>
        </message>
        <message>
            <source>5 seconds on (right arrow)</source>
            <translation>5 Sekunden weiter (Pfeil rechts)</translation>
        </message>
        <message>
            <source>Position</source>
            <translation>Stelle</translation>
        </message>
        <message>
            <source>Pass over silences</source>
            <translation>Stille überspringen</translation>
        </message>
        <message>
            <source>Speed; voices keep their pitch</source>
            <translation>Tempo; Stimmen behalten ihre Höhe</translation>
        </message>
        <message>
            <source>Find words in this recording (Ctrl+F)</source>
            <translation>Wörter in dieser Aufnahme suchen (Strg+F)</translation>
        </message>
        <message>
            <source>Find the best picture around here</source>
            <translation>Das beste Bild um diese Stelle finden</translation>
        </message>
        <message>
            <source>Closer (plus)</source>
            <translation>Näher (Plus)</translation>
        </message>
        <message>
            <source>Wider (minus)</source>
            <translation>Weiter (Minus)</translation>
        </message>
    </context>
    <context>
        <name>WeightsKeeping</name>
        <message>
            <source>{0} is installed</source>
            <translation>{0} ist eingerichtet</translation>
        </message>
        <message>
            <source>{0} is sound</source>
            <translation>{0} ist in Ordnung</translation>
        </message>
    </context>
    <context>
        <name>WelcomeView</name>
        <message>
            <source>Picture and sound</source>
            <translation>Bild und Ton</translation>
        </message>
        <message>
            <source>Sound alone</source>
            <translation>Nur Ton</translation>
        </message>
        <message>
            <source>Try the demo clip</source>
            <translation>Den Demofilm probieren</translation>
        </message>
        <message>
            <source>Look around first</source>
            <translation>Erst umsehen</translation>
        </message>
        <message>
            <source>Go to the library without recording</source>
            <translation>Ohne Aufnahme zur Bibliothek gehen</translation>
        </message>
        <message>
            <source>Earshot records, follows hands, writes down what is said and finds it again. Everything happens on this machine: there is no account and nothing is sent.</source>
            <translation>Earshot nimmt auf, folgt Händen, schreibt mit und findet es wieder. Alles geschieht auf diesem Rechner: kein Konto, und nichts wird gesendet.</translation>
        </message>
        <message>
            <source>Your first recording</source>
            <translation>Die erste Aufnahme</translation>
        </message>
        <message>
            <source>Then press the round button. That is all.</source>
            <translation>Dann den runden Knopf drücken. Das ist alles.</translation>
        </message>
        <message>
            <source>There is no camera here yet; plug one in and it will be found.</source>
            <translation>Hier ist noch keine Kamera; einfach anstecken, sie wird gefunden.</translation>
        </message>
        <message>
            <source>There is no microphone here yet; the demo clip shows everything without one.</source>
            <translation>Hier ist noch kein Mikrofon; der Demofilm zeigt alles auch ohne.</translation>
        </message>
    </context>
    <context>
        <name>Window</name>
        <message>
            <source>Earshot</source>
            <translation>Earshot</translation>
        </message>
        <message>
            <source>Record</source>
            <translation>Aufnehmen</translation>
        </message>
        <message>
            <source>Library</source>
            <translation>Bibliothek</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>Gespräch</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>The link is copied</source>
            <translation>Der Verweis ist kopiert</translation>
        </message>
    </context>
    <context>
        <name>WordEditor</name>
        <message>
            <source>What was really said</source>
            <translation>Was wirklich gesagt wurde</translation>
        </message>
        <message>
            <source>Enter keeps it, Tab goes to the next word, Escape leaves it</source>
            <translation>Eingabe behält es, Tab geht zum nächsten Wort, Esc lässt es</translation>
        </message>
    </context>
    <context>
        <name>action</name>
        <message>
            <source>begin or end a recording</source>
            <translation>eine Aufnahme beginnen oder beenden</translation>
        </message>
        <message>
            <source>take a picture</source>
            <translation>ein Bild machen</translation>
        </message>
        <message>
            <source>mark this moment</source>
            <translation>diesen Augenblick merken</translation>
        </message>
        <message>
            <source>in a call: ask for the word</source>
            <translation>im Gespräch: sich melden</translation>
        </message>
        <message>
            <source>in a call: no longer</source>
            <translation>im Gespräch: nicht mehr</translation>
        </message>
        <message>
            <source>in a call: mute, or unmute</source>
            <translation>im Gespräch: stumm oder laut</translation>
        </message>
    </context>
    <context>
        <name>advice</name>
        <message>
            <source>Too dark: turn on a light.</source>
            <translation>Zu dunkel: Licht anmachen.</translation>
        </message>
        <message>
            <source>Too bright: turn away from the light.</source>
            <translation>Zu hell: vom Licht wegdrehen.</translation>
        </message>
        <message>
            <source>No face in the picture.</source>
            <translation>Kein Gesicht im Bild.</translation>
        </message>
        <message>
            <source>The face is cut off: move to the middle.</source>
            <translation>Das Gesicht ist abgeschnitten: in die Mitte rücken.</translation>
        </message>
        <message>
            <source>The light is behind you: turn around.</source>
            <translation>Das Licht kommt von hinten: umdrehen.</translation>
        </message>
        <message>
            <source>Hold still.</source>
            <translation>Stillhalten.</translation>
        </message>
        <message>
            <source>Blurred: wipe the lens or move back a little.</source>
            <translation>Unscharf: Linse wischen oder etwas zurückgehen.</translation>
        </message>
        <message>
            <source>Eyes are closed.</source>
            <translation>Die Augen sind zu.</translation>
        </message>
    </context>
    <context>
        <name>day</name>
        <message>
            <source>Today</source>
            <translation>Heute</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>Gestern</translation>
        </message>
    </context>
    <context>
        <name>facts</name>
        <message>
            <source>being recorded</source>
            <translation>wird aufgenommen</translation>
        </message>
        <message>
            <source>its folder is gone</source>
            <translation>der Ordner ist weg</translation>
        </message>
    </context>
    <context>
        <name>gesture</name>
        <message>
            <source>open palm</source>
            <translation>offene Hand</translation>
        </message>
        <message>
            <source>fist</source>
            <translation>Faust</translation>
        </message>
        <message>
            <source>thumbs up</source>
            <translation>Daumen hoch</translation>
        </message>
        <message>
            <source>thumbs down</source>
            <translation>Daumen runter</translation>
        </message>
        <message>
            <source>pointing</source>
            <translation>zeigen</translation>
        </message>
        <message>
            <source>victory</source>
            <translation>Victory</translation>
        </message>
        <message>
            <source>OK</source>
            <translation>OK</translation>
        </message>
        <message>
            <source>rock sign</source>
            <translation>Rockzeichen</translation>
        </message>
        <message>
            <source>Spiderman</source>
            <translation>Spiderman</translation>
        </message>
        <message>
            <source>call me</source>
            <translation>Ruf mich an</translation>
        </message>
        <message>
            <source>swipe left</source>
            <translation>nach links wischen</translation>
        </message>
        <message>
            <source>swipe right</source>
            <translation>nach rechts wischen</translation>
        </message>
        <message>
            <source>swipe up</source>
            <translation>nach oben wischen</translation>
        </message>
        <message>
            <source>swipe down</source>
            <translation>nach unten wischen</translation>
        </message>
        <message>
            <source>circle</source>
            <translation>Kreis</translation>
        </message>
        <message>
            <source>circle back</source>
            <translation>Kreis zurück</translation>
        </message>
        <message>
            <source>wave</source>
            <translation>winken</translation>
        </message>
        <message>
            <source>pinch</source>
            <translation>kneifen</translation>
        </message>
    </context>
    <context>
        <name>hand</name>
        <message>
            <source>Left</source>
            <translation>Links</translation>
        </message>
        <message>
            <source>Right</source>
            <translation>Rechts</translation>
        </message>
    </context>
    <context>
        <name>reason</name>
        <message>
            <source>eyes open</source>
            <translation>Augen offen</translation>
        </message>
        <message>
            <source>everyone's eyes open</source>
            <translation>alle Augen offen</translation>
        </message>
        <message>
            <source>eyes more open</source>
            <translation>Augen weiter offen</translation>
        </message>
        <message>
            <source>bigger smile</source>
            <translation>mehr Lächeln</translation>
        </message>
        <message>
            <source>sharper</source>
            <translation>schärfer</translation>
        </message>
        <message>
            <source>better exposed</source>
            <translation>besser belichtet</translation>
        </message>
        <message>
            <source>looking at the camera</source>
            <translation>Blick in die Kamera</translation>
        </message>
        <message>
            <source>face not cut off</source>
            <translation>Gesicht nicht abgeschnitten</translation>
        </message>
        <message>
            <source>face in view</source>
            <translation>Gesicht im Bild</translation>
        </message>
        <message>
            <source>calmer face</source>
            <translation>ruhigeres Gesicht</translation>
        </message>
        <message>
            <source>steadier camera</source>
            <translation>ruhigere Kamera</translation>
        </message>
        <message>
            <source>light has settled</source>
            <translation>Licht hat sich beruhigt</translation>
        </message>
        <message>
            <source>at the peak of the action</source>
            <translation>am Höhepunkt der Bewegung</translation>
        </message>
        <message>
            <source>better overall</source>
            <translation>insgesamt besser</translation>
        </message>
    </context>
    <context>
        <name>said</name>
        <message>
            <source>{0} is damaged, it is kept as it was; other players may read it</source>
            <translation>{0} ist beschädigt und bleibt, wie es war; andere Abspieler lesen es vielleicht.</translation>
        </message>
        <message>
            <source>{0} is a recording; choose another folder for exports</source>
            <translation>{0} ist eine Aufnahme; einen anderen Ordner für die Ausgabe wählen.</translation>
        </message>
        <message>
            <source>cannot repair {0}: {1}</source>
            <translation>{0} kann nicht repariert werden: {1}</translation>
        </message>
        <message>
            <source>cannot remove {0}: {1}</source>
            <translation>{0} kann nicht entfernt werden: {1}</translation>
        </message>
        <message>
            <source>cannot move {0} to {1}: {2}</source>
            <translation>{0} kann nicht nach {1} gelegt werden: {2}</translation>
        </message>
        <message>
            <source>cannot record to {0}: {1}; set another folder as `recordings` in config.toml</source>
            <translation>In {0} kann nicht aufgenommen werden: {1}; in den Einstellungen einen anderen Ordner wählen.</translation>
        </message>
        <message>
            <source>{0} contains no {1} track; choose a file that has one.</source>
            <translation>{0} hat keine Spur der Art {1}; eine Datei wählen, die eine hat.</translation>
        </message>
        <message>
            <source>The sound library PortAudio is missing; install it (Debian and Ubuntu: `sudo apt install libportaudio2`).</source>
            <translation>Die Klangbibliothek PortAudio fehlt; sie muss eingerichtet werden (Debian und Ubuntu: `sudo apt install libportaudio2`).</translation>
        </message>
        <message>
            <source>There is no camera {0}; see `earshot devices` for those there are.</source>
            <translation>Die Kamera {0} ist nicht da; eine andere wählen.</translation>
        </message>
        <message>
            <source>There is no microphone{0}; plug one in or choose another (see `earshot devices`).</source>
            <translation>Kein Mikrofon{0} ist da; eines anstecken oder ein anderes wählen.</translation>
        </message>
        <message>
            <source>Photo taken: {0}.</source>
            <translation>Foto gemacht: {0}.</translation>
        </message>
        <message>
            <source>No photo: {0} are still being made, try again in some seconds.</source>
            <translation>Kein Foto: {0} werden noch gemacht; in einigen Sekunden noch einmal versuchen.</translation>
        </message>
        <message>
            <source>Photo taken: {0}. Better: {1}.</source>
            <translation>Foto gemacht: {0}. Besser: {1}.</translation>
        </message>
        <message>
            <source>The microphone {0} cannot be opened ({1}).</source>
            <translation>Das Mikrofon {0} lässt sich nicht öffnen ({1}).</translation>
        </message>
        <message>
            <source>The sound system cannot be asked for its devices ({0}).</source>
            <translation>Das Tonsystem nennt seine Geräte nicht ({0}).</translation>
        </message>
        <message>
            <source>The sound system does not start ({0}).</source>
            <translation>Das Tonsystem startet nicht ({0}).</translation>
        </message>
        <message>
            <source>The {0} delivers digital silence: is it muted or unplugged?</source>
            <translation>Nichts als Stille von: {0}. Stumm geschaltet oder abgezogen?</translation>
        </message>
        <message>
            <source>The {0} gives no pictures; unplug it and plug it in.</source>
            <translation>Keine Bilder von: {0}. Abziehen und wieder anstecken.</translation>
        </message>
        <message>
            <source>The {0} has gone; plug it in again to go on.</source>
            <translation>Nicht mehr da: {0}. Wieder anstecken, dann geht es weiter.</translation>
        </message>
        <message>
            <source>The {0} is not there; plug it in or choose another.</source>
            <translation>Nicht da: {0}. Anstecken oder etwas anderes wählen.</translation>
        </message>
        <message>
            <source>The {0} is used by another program; close that one.</source>
            <translation>Von einem anderen Programm benutzt: {0}. Das andere schließen.</translation>
        </message>
        <message>
            <source>The {0} may not be used by you; allow camera access (on Linux: join the group 'video').</source>
            <translation>Nicht erlaubt: {0}. Zugriff auf die Kamera erlauben (unter Linux: der Gruppe „video“ beitreten).</translation>
        </message>
        <message>
            <source>The {0} may not be used by you; allow camera access in the system settings.</source>
            <translation>Nicht erlaubt: {0}. Zugriff auf die Kamera in den Systemeinstellungen erlauben.</translation>
        </message>
        <message>
            <source>calls need {0}: pip install -e '.[call]'</source>
            <translation>Gespräche brauchen {0}: pip install -e '.[call]'</translation>
        </message>
        <message>
            <source>camera</source>
            <translation>Kamera</translation>
        </message>
        <message>
            <source>cannot open the library {0}: {1}</source>
            <translation>Die Bibliothek {0} lässt sich nicht öffnen: {1}</translation>
        </message>
        <message>
            <source>cannot read the library {0}: {1}</source>
            <translation>Die Bibliothek {0} kann nicht gelesen werden: {1}</translation>
        </message>
        <message>
            <source>cannot read {0}: it holds no pictures</source>
            <translation>{0} kann nicht gelesen werden: keine Bilder darin</translation>
        </message>
        <message>
            <source>cannot read {0}: {1}</source>
            <translation>{0} kann nicht gelesen werden: {1}</translation>
        </message>
        <message>
            <source>cannot record to {0}: {1}; choose another folder</source>
            <translation>In {0} kann nicht aufgenommen werden: {1}; einen anderen Ordner wählen</translation>
        </message>
        <message>
            <source>cannot search the library {0}: {1}</source>
            <translation>Die Bibliothek {0} kann nicht durchsucht werden: {1}</translation>
        </message>
        <message>
            <source>cannot write the library {0}: {1}</source>
            <translation>Die Bibliothek {0} kann nicht geschrieben werden: {1}</translation>
        </message>
        <message>
            <source>cannot write {0}: {1}; what was recorded before is kept, record to another folder or disk</source>
            <translation>{0} kann nicht geschrieben werden: {1}; was vorher aufgenommen wurde, bleibt. In einen anderen Ordner oder auf eine andere Platte aufnehmen.</translation>
        </message>
        <message>
            <source>hands are not tracked: {0}</source>
            <translation>Hände werden nicht verfolgt: {0}</translation>
        </message>
        <message>
            <source>microphone</source>
            <translation>Mikrofon</translation>
        </message>
        <message>
            <source>no media can pass to {0}; is a firewall between?</source>
            <translation>Ton und Bild kommen nicht zu {0} durch; ist eine Firewall dazwischen?</translation>
        </message>
        <message>
            <source>no photos are taken: {0}</source>
            <translation>Es werden keine Fotos gemacht: {0}</translation>
        </message>
        <message>
            <source>no port from {0} on is free for a call</source>
            <translation>Ab {0} ist kein Anschluss für ein Gespräch frei</translation>
        </message>
        <message>
            <source>nobody answers at {0} ({1})</source>
            <translation>Unter {0} antwortet niemand ({1})</translation>
        </message>
        <message>
            <source>the answer of {0} makes no sense ({1})</source>
            <translation>Die Antwort von {0} ergibt keinen Sinn ({1})</translation>
        </message>
        <message>
            <source>the disk is full, {0} cannot grow: what was recorded before is kept; free some space or record to another disk</source>
            <translation>Die Platte ist voll, {0} kann nicht wachsen: was vorher aufgenommen wurde, bleibt. Platz schaffen oder auf eine andere Platte aufnehmen.</translation>
        </message>
        <message>
            <source>the words are a draft: {0}</source>
            <translation>Die Wörter sind ein Entwurf: {0}</translation>
        </message>
        <message>
            <source>{0} cannot be opened ({1}); check its permissions.</source>
            <translation>{0} lässt sich nicht öffnen ({1}); die Rechte prüfen.</translation>
        </message>
        <message>
            <source>{0} does not exist; check the path.</source>
            <translation>{0} gibt es nicht; den Pfad prüfen.</translation>
        </message>
        <message>
            <source>{0} has no pictures at this moment; choose another</source>
            <translation>{0} hat zu diesem Augenblick keine Bilder; einen anderen wählen</translation>
        </message>
        <message>
            <source>{0} holds no picture that can be decoded.</source>
            <translation>{0} enthält kein lesbares Bild.</translation>
        </message>
        <message>
            <source>{0} holds no sound that can be decoded.</source>
            <translation>{0} enthält keinen lesbaren Ton.</translation>
        </message>
        <message>
            <source>{0} is a folder; give a media file.</source>
            <translation>{0} ist ein Ordner; gefragt ist eine Ton- oder Videodatei.</translation>
        </message>
        <message>
            <source>{0} is a text file, not sound or video.</source>
            <translation>{0} ist eine Textdatei, weder Ton noch Video.</translation>
        </message>
        <message>
            <source>{0} is being recorded to by another program</source>
            <translation>In {0} nimmt ein anderes Programm auf</translation>
        </message>
        <message>
            <source>{0} is still being recorded, or was cut off; try again when it has ended, and if it was cut off run `earshot show` on it first</source>
            <translation>{0} wird noch aufgenommen oder wurde abgebrochen; wenn die Aufnahme zu Ende ist, noch einmal versuchen, und wenn sie abgebrochen wurde, sie erst mit `earshot show` ansehen</translation>
        </message>
        <message>
            <source>{0} is damaged and does not describe a recording</source>
            <translation>{0} ist beschädigt und beschreibt keine Aufnahme</translation>
        </message>
        <message>
            <source>{0} is empty (0 bytes); nothing was ever written to it.</source>
            <translation>{0} ist leer (0 Bytes); es wurde nie etwas hineingeschrieben.</translation>
        </message>
        <message>
            <source>{0} is no address to call: it begins with http:// or https://</source>
            <translation>{0} ist keine Adresse für ein Gespräch: sie beginnt mit http:// oder https://</translation>
        </message>
        <message>
            <source>{0} is not a media file Earshot can read ({1}); it may be damaged or of another kind.</source>
            <translation>{0} kann Earshot nicht lesen ({1}); die Datei ist beschädigt oder von anderer Art.</translation>
        </message>
        <message>
            <source>{0} is not a recording: it has no {1}</source>
            <translation>{0} ist keine Aufnahme: {1} fehlt</translation>
        </message>
        <message>
            <source>{0} refuses the call: {1}</source>
            <translation>{0} lehnt das Gespräch ab: {1}</translation>
        </message>
        <message>
            <source>{0} stopped: {1}</source>
            <translation>{0} wurde beendet: {1}</translation>
        </message>
        <message>
            <source>{0}: {1} damaged pictures were skipped.</source>
            <translation>{0}: {1} beschädigte Bilder wurden übersprungen.</translation>
        </message>
        <message>
            <source>{0}: {1} damaged pieces of sound were skipped.</source>
            <translation>{0}: {1} beschädigte Tonstücke wurden übersprungen.</translation>
        </message>
        <message>
            <source>{0}; it is damaged, the recordings are not: move this file away, then list them anew with `earshot library --add DIR...`</source>
            <translation>{0}; sie ist beschädigt, die Aufnahmen sind es nicht: diese Datei wegschieben, dann mit `earshot library --add DIR...` neu auflisten</translation>
        </message>
        <message>
            <source>camera {0}</source>
            <translation>Kamera {0}</translation>
        </message>
        <message>
            <source>microphone {0}</source>
            <translation>Mikrofon {0}</translation>
        </message>
        <message>
            <source>this machine is in no network that others could call from</source>
            <translation>Dieser Rechner ist in keinem Netz, aus dem andere anrufen könnten</translation>
        </message>
        <message>
            <source>{0} is not whom the link names</source>
            <translation>{0} ist nicht, wen der Verweis nennt</translation>
        </message>
        <message>
            <source>the fetch was stopped; the next one goes on from here</source>
            <translation>das Holen wurde abgebrochen; das nächste Mal geht es von hier weiter</translation>
        </message>
        <message>
            <source>the fetch was stopped</source>
            <translation>das Holen wurde abgebrochen</translation>
        </message>
        <message>
            <source>the model {0} could not be fetched: {1}; mend that and run '{2}'</source>
            <translation>Das Modell {0} konnte nicht geholt werden: {1}. Danach noch einmal auf der Seite Modelle, oder mit „{2}“.</translation>
        </message>
        <message>
            <source>the engine {0} could not be fetched: {1}; mend that and run '{2}'</source>
            <translation>Die Hörmaschine {0} konnte nicht geholt werden: {1}. Danach noch einmal auf der Seite Modelle, oder mit „{2}“.</translation>
        </message>
        <message>
            <source>the model {0} at {1} is damaged; run '{2}'</source>
            <translation>Das Modell {0} in {1} ist beschädigt; auf der Seite Modelle neu holen, oder mit „{2}“.</translation>
        </message>
        <message>
            <source>{0} has {1} MB free and {2} MB are needed: free some space, or set EARSHOT_CACHE to a folder on another disk</source>
            <translation>In {0} sind {1} MB frei, und {2} MB werden gebraucht: Platz schaffen, oder EARSHOT_CACHE auf einen Ordner einer anderen Platte setzen.</translation>
        </message>
        <message>
            <source>{0} cannot be fetched: {1}</source>
            <translation>{0} lässt sich nicht holen: {1}</translation>
        </message>
    </context>
    <context>
        <name>sound</name>
        <message>
            <source>voices</source>
            <translation>Stimmen</translation>
        </message>
        <message>
            <source>crowd</source>
            <translation>Menge</translation>
        </message>
        <message>
            <source>music</source>
            <translation>Musik</translation>
        </message>
        <message>
            <source>animals</source>
            <translation>Tiere</translation>
        </message>
        <message>
            <source>indoors</source>
            <translation>drinnen</translation>
        </message>
        <message>
            <source>signals</source>
            <translation>Signale</translation>
        </message>
        <message>
            <source>machines</source>
            <translation>Maschinen</translation>
        </message>
        <message>
            <source>nature</source>
            <translation>Natur</translation>
        </message>
        <message>
            <source>quiet</source>
            <translation>Ruhe</translation>
        </message>
        <message>
            <source>speech</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>singing</source>
            <translation>Gesang</translation>
        </message>
        <message>
            <source>laughter</source>
            <translation>Lachen</translation>
        </message>
        <message>
            <source>baby cry</source>
            <translation>Babygeschrei</translation>
        </message>
        <message>
            <source>cough</source>
            <translation>Husten</translation>
        </message>
        <message>
            <source>sneeze</source>
            <translation>Niesen</translation>
        </message>
        <message>
            <source>applause</source>
            <translation>Applaus</translation>
        </message>
        <message>
            <source>cheering</source>
            <translation>Jubel</translation>
        </message>
        <message>
            <source>whistling</source>
            <translation>Pfeifen</translation>
        </message>
        <message>
            <source>piano</source>
            <translation>Klavier</translation>
        </message>
        <message>
            <source>organ</source>
            <translation>Orgel</translation>
        </message>
        <message>
            <source>guitar</source>
            <translation>Gitarre</translation>
        </message>
        <message>
            <source>strings</source>
            <translation>Streicher</translation>
        </message>
        <message>
            <source>brass</source>
            <translation>Blech</translation>
        </message>
        <message>
            <source>woodwind</source>
            <translation>Holzbläser</translation>
        </message>
        <message>
            <source>saxophone</source>
            <translation>Saxophon</translation>
        </message>
        <message>
            <source>drums</source>
            <translation>Schlagzeug</translation>
        </message>
        <message>
            <source>mallets</source>
            <translation>Mallets</translation>
        </message>
        <message>
            <source>dog</source>
            <translation>Hund</translation>
        </message>
        <message>
            <source>cat</source>
            <translation>Katze</translation>
        </message>
        <message>
            <source>bird</source>
            <translation>Vogel</translation>
        </message>
        <message>
            <source>rooster</source>
            <translation>Hahn</translation>
        </message>
        <message>
            <source>footsteps</source>
            <translation>Schritte</translation>
        </message>
        <message>
            <source>knock</source>
            <translation>Klopfen</translation>
        </message>
        <message>
            <source>keyboard</source>
            <translation>Tastatur</translation>
        </message>
        <message>
            <source>clock tick</source>
            <translation>Uhrticken</translation>
        </message>
        <message>
            <source>phone ring</source>
            <translation>Telefon</translation>
        </message>
        <message>
            <source>alarm</source>
            <translation>Alarm</translation>
        </message>
        <message>
            <source>horn</source>
            <translation>Hupe</translation>
        </message>
        <message>
            <source>engine</source>
            <translation>Motor</translation>
        </message>
        <message>
            <source>chainsaw</source>
            <translation>Kettensäge</translation>
        </message>
        <message>
            <source>helicopter</source>
            <translation>Hubschrauber</translation>
        </message>
        <message>
            <source>rain</source>
            <translation>Regen</translation>
        </message>
        <message>
            <source>thunder</source>
            <translation>Donner</translation>
        </message>
        <message>
            <source>waves</source>
            <translation>Wellen</translation>
        </message>
        <message>
            <source>water</source>
            <translation>Wasser</translation>
        </message>
        <message>
            <source>wind</source>
            <translation>Wind</translation>
        </message>
        <message>
            <source>fire</source>
            <translation>Feuer</translation>
        </message>
        <message>
            <source>background</source>
            <translation>Hintergrund</translation>
        </message>
        <message>
            <source>silence</source>
            <translation>Stille</translation>
        </message>
    </context>
    <context>
        <name>stage</name>
        <message>
            <source>hands</source>
            <translation>Hände</translation>
        </message>
        <message>
            <source>picture file</source>
            <translation>Bilddatei</translation>
        </message>
        <message>
            <source>picture shown</source>
            <translation>gezeigtes Bild</translation>
        </message>
        <message>
            <source>sound file</source>
            <translation>Tondatei</translation>
        </message>
        <message>
            <source>sounds</source>
            <translation>Klänge</translation>
        </message>
        <message>
            <source>words</source>
            <translation>Wörter</translation>
        </message>
    </context>
    <context>
        <name>term</name>
        <message>
            <source>eyes</source>
            <translation>Augen</translation>
        </message>
        <message>
            <source>smile</source>
            <translation>Lächeln</translation>
        </message>
        <message>
            <source>sharpness</source>
            <translation>Schärfe</translation>
        </message>
        <message>
            <source>exposure</source>
            <translation>Belichtung</translation>
        </message>
        <message>
            <source>look to the camera</source>
            <translation>Blick in die Kamera</translation>
        </message>
        <message>
            <source>framing</source>
            <translation>Ausschnitt</translation>
        </message>
        <message>
            <source>a face in view</source>
            <translation>ein Gesicht im Bild</translation>
        </message>
        <message>
            <source>calm face</source>
            <translation>ruhiges Gesicht</translation>
        </message>
        <message>
            <source>steady camera</source>
            <translation>ruhige Kamera</translation>
        </message>
        <message>
            <source>settled light</source>
            <translation>beruhigtes Licht</translation>
        </message>
        <message>
            <source>peak of the action</source>
            <translation>Höhepunkt der Bewegung</translation>
        </message>
    </context>
    <context>
        <name>timeline</name>
        <message>
            <source>{0} is missing</source>
            <translation>{0} fehlt</translation>
        </message>
        <message>
            <source>marked</source>
            <translation>gemerkt</translation>
        </message>
        <message>
            <source>photo</source>
            <translation>Foto</translation>
        </message>
    </context>
</TS>
