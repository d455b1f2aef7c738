using System.Globalization;
using System.Text;

namespace CniChain.Host;

/// <summary>
/// What a host has seen in the plugin directories, kept in the state folder for the next: a foreground run would else read the
/// metadata of every assembly to find who claims a type (10 ms of processor time for the five of the first release).
/// </summary>
/// <remarks>Only a shortcut: each line has the stamps by which it is seen to be out of date, and a file that cannot be read is made anew.</remarks>
internal sealed class PluginIndex(string stateDirectory)
{
    private const string Header = "cnichain plugin index 1";
    private const char Separator = '\t';

    private string File => Path.Combine(stateDirectory, "host.plugins");

    /// <summary>Fills the directories with what the file knows.</summary>
    public void Load(IReadOnlyList<PluginDirectory> directories)
    {
        try
        {
            var lines = System.IO.File.ReadAllLines(File);
            if (lines is [Header, ..])
            {
                foreach (var directory in directories)
                {
                    Seed(directory, lines);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The directories are looked at as if there had been none.
            return;
        }
    }

    /// <summary>Writes what the directories know, unless there is no state folder yet or something is in the middle of changing.</summary>
    public void Save(IReadOnlyList<PluginDirectory> directories)
    {
        if (!Directory.Exists(stateDirectory) || directories.Any(static d => !d.IsSettled || HasProblem(d)))
        {
            return;
        }

        var text = new StringBuilder(Header).Append('\n');
        foreach (var directory in directories)
        {
            Append(text, "D", directory.Root.Path, directory.Listed);
            foreach (var (path, folder) in directory.Folders)
            {
                Append(text, "F", path, folder.Stamps[0].Stamp);
                foreach (var file in folder.Files)
                {
                    Append(text, "P", file.Path, Stamp(folder, file), file.Contract?.ToString() ?? "", string.Join(',', file.Types));
                }
            }
        }

        var temporary = $"{File}.{Environment.ProcessId}";
        try
        {
            System.IO.File.WriteAllText(temporary, text.ToString());
            System.IO.File.Move(temporary, File, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full or read-only /run: the next one looks for itself again.
            Discard(temporary);
        }
    }

    /// <summary>Each process has its own name for it: left there, they would add up.</summary>
    private static void Discard(string temporary)
    {
        try
        {
            System.IO.File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was never made.
            return;
        }
    }

    private static void Seed(PluginDirectory directory, string[] lines)
    {
        var at = Array.FindIndex(lines, line => line.StartsWith($"D{Separator}{directory.Root.Path}{Separator}", StringComparison.Ordinal));
        if (at < 0)
        {
            return;
        }

        var listed = StampOf(lines[at].Split(Separator));
        var folders = new Dictionary<string, KnownFolder>(StringComparer.Ordinal);
        while (++at < lines.Length && lines[at][0] == 'F')
        {
            var folder = lines[at].Split(Separator);
            var files = new List<PluginFile>();
            var stamps = new List<StampedPath> { new(folder[1], StampOf(folder)) };
            for (; at + 1 < lines.Length && lines[at + 1][0] == 'P'; at++)
            {
                var fields = lines[at + 1].Split(Separator);
                stamps.Add(new StampedPath(fields[1], StampOf(fields)));
                files.Add(new PluginFile
                {
                    Root = directory.Root,
                    Folder = folder[1],
                    Path = fields[1],
                    Contract = Version.TryParse(fields[7], out var version) ? version : null,
                    Types = fields[8].Split(','),
                });
            }

            folders[folder[1]] = new KnownFolder(files, stamps, IsSettled: true);
        }

        directory.Seed(listed, folders);
    }

    private static FileStamp Stamp(KnownFolder folder, PluginFile file) => folder.Stamps.First(s => s.Path == file.Path).Stamp;

    private static bool HasProblem(PluginDirectory directory) =>
        directory.Folders.Values.Any(static folder => folder.Files.Any(static f => f.Problem is not null || f.Path.Contains(Separator)));

    private static void Append(StringBuilder text, string kind, string path, FileStamp stamp, params ReadOnlySpan<string> more)
    {
        text.Append(CultureInfo.InvariantCulture, $"{kind}\t{path}\t{stamp.Device}\t{stamp.Inode}\t{stamp.Size}\t{stamp.Modified}\t{stamp.Changed}");
        foreach (var field in more)
        {
            text.Append(Separator).Append(field);
        }

        text.Append('\n');
    }

    private static FileStamp StampOf(string[] fields) => new(
        ulong.Parse(fields[2], CultureInfo.InvariantCulture),
        ulong.Parse(fields[3], CultureInfo.InvariantCulture),
        long.Parse(fields[4], CultureInfo.InvariantCulture),
        long.Parse(fields[5], CultureInfo.InvariantCulture),
        long.Parse(fields[6], CultureInfo.InvariantCulture));
}
