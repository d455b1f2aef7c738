using System.Globalization;
using System.Text.RegularExpressions;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Cost;

/// <summary>What a command asked of the kernel, as strace saw it: netlink datagrams with their bytes, and calls on files of the node's state.</summary>
internal sealed partial record SystemCalls
{
    private const string Log = "/run/strace.log";

    // Whatever touches a file, a folder or a socket.
    private const string Traced = "file,desc,network";

    /// <summary>Datagrams sent on netlink sockets, and answers with anything in them; the bytes of each direction.</summary>
    /// <remarks>
    /// Notifications of links, and what the kernel says of a deletion that goes on beside the rest, come by when they come: they are no
    /// answers, and do not count.
    /// </remarks>
    public required (int Sent, long SentBytes, int Received, long ReceivedBytes) Netlink { get; init; }

    /// <summary>How often each call was made on something below /run/cnichain or /var/lib/cni, "read 12".</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Runs a command on the node, in one process with the whole chain, and counts.</summary>
    public static SystemCalls Of(TestNode node, string command)
    {
        node.Run(["strace", "-f", "-yy", "-s", "80", "-e", $"trace={Traced}", "-o", Log, .. command.Split(' ')]).Checked();
        return Read(File.ReadLines(node.HostPath(Log)));
    }

    private static SystemCalls Read(IEnumerable<string> lines)
    {
        var (sent, sentBytes, received, receivedBytes) = (0, 0L, 0, 0L);
        var files = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in Whole(lines))
        {
            if (Call().Match(line) is not { Success: true } call)
            {
                continue;
            }

            var (name, arguments) = (call.Groups["name"].Value, call.Groups["arguments"].Value);
            var result = call.Groups["result"] is { Success: true, Value: var text } ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
            if (arguments.Contains("<NETLINK:", StringComparison.Ordinal))
            {
                if (name == "sendto" && result >= 0)
                {
                    (sent, sentBytes) = (sent + 1, sentBytes + Lengths(arguments));
                }
                else if (name == "recvfrom" && result > 0 && !IsNoAnswer(arguments))
                {
                    (received, receivedBytes) = (received + 1, receivedBytes + result);
                }
            }
            else if (State().IsMatch(arguments))
            {
                files[name] = files.GetValueOrDefault(name) + 1;
            }
        }

        return new SystemCalls { Netlink = (sent, sentBytes, received, receivedBytes), Files = [.. files.Select(f => $"{f.Key} {f.Value}")] };
    }

    private static long Lengths(string arguments) =>
        Length().Matches(arguments).Sum(match => long.Parse(match.Groups["bytes"].Value, CultureInfo.InvariantCulture));

    private static bool IsNoAnswer(string arguments) =>
        arguments.Contains("nlmsg_seq=0,", StringComparison.Ordinal) || arguments.Contains("nlmsg_type=NLMSG_ERROR", StringComparison.Ordinal);

    /// <summary>Puts calls together that strace writes in two lines, because another thread's came in between.</summary>
    private static IEnumerable<string> Whole(IEnumerable<string> lines)
    {
        var begun = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var thread = line[..line.IndexOf(' ', StringComparison.Ordinal)];
            if (line.EndsWith("<unfinished ...>", StringComparison.Ordinal))
            {
                begun[thread] = line[..^"<unfinished ...>".Length];
            }
            else if (Resumed().Match(line) is { Success: true } resumed && begun.Remove(thread, out var start))
            {
                yield return start + line[resumed.Length..];
            }
            else
            {
                yield return line;
            }
        }

        // The process ended before they did.
        foreach (var call in begun.Values)
        {
            yield return call;
        }
    }

    [GeneratedRegex(@"^\d+ +(?<name>\w+)\((?<arguments>.*?)(\) += (?<result>-?\d+)( .*)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Call();

    [GeneratedRegex(@"nlmsg_len=(?<bytes>\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Length();

    [GeneratedRegex(@"^\d+ +<\.\.\. \w+ resumed>", RegexOptions.CultureInvariant)]
    private static partial Regex Resumed();

    [GeneratedRegex(@"[""<](/run/cnichain|/var/lib/cni)[/"">]", RegexOptions.CultureInvariant)]
    private static partial Regex State();
}
