using System.Text.Json.Nodes;
using CniChain.Plugins.HostLocal;
using CniChain.Plugins.Tests.Ipam;

namespace CniChain.Plugins.Tests.HostLocal;

/// <summary>The same calls to the reference plugin and to ours: the same answers, the same files.</summary>
/// <remarks>
/// Meant differences, which these calls keep clear of: a second ADD is refused by ours also when it asks for another address; a request
/// that no set can meet is refused by ours before anything is leased, so that round robin does not move; DEL under ranges that are
/// wrong is an error of the reference's, and ours releases.
/// </remarks>
public sealed class DifferentialTests
{
    private static readonly HostLocalPlugin s_ours = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void SameCalls_OnFoldersOfTheirOwn_SameAnswersAndFiles(int seed)
    {
        ReferenceIpam.Require("host-local");
        using var ours = new IpamPlace();
        using var theirs = new IpamPlace();
        Compare(seed, ours, theirs, call => true);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void CallsToBothByTurns_OnOneFolder_AsTheReferenceAlone(int seed)
    {
        ReferenceIpam.Require("host-local");
        using var mixed = new IpamPlace();
        using var theirs = new IpamPlace();
        Compare(seed, mixed, theirs, call => ((seed + call) & 1) == 0);
    }

    private static void Compare(int seed, IpamPlace place, IpamPlace theirs, Func<int, bool> isOurTurn)
    {
        var network = new GeneratedNetwork(seed);
        var random = new Random(seed);
        for (var call = 0; call < 10; call++)
        {
            var id = $"c{random.Next(5)}";
            var delete = random.Next(4) == 0;
            var command = delete ? "DEL" : "ADD";
            var args = delete || Holds(theirs, id) ? "" : network.Args();
            var expected = Reference(command, network, theirs, id, args);
            var actual = isOurTurn(call) ? Ours(command, network, place, id, args) : Reference(command, network, place, id, args);
            if (delete && isOurTurn(call) && IsError(expected))
            {
                expected = Success("");
            }

            var where = $"seed {seed}, call {call}: {command} {id} {args}\n{network.Config}\nreference: {expected}\nours: {actual}\n";
            Assert.True(JsonNode.DeepEquals(expected, actual), where);
            Assert.True(Leases(theirs).SequenceEqual(Leases(place)), where + string.Join('\n', Leases(theirs)) + "\nours:\n" + string.Join('\n', Leases(place)));
            if (IsError(expected) && args.Length > 0)
            {
                // A refused request moves the reference's round robin and not ours: put both where they were told apart.
                CopyRoundRobin(theirs, place);
            }

            Assert.Equal(RoundRobin(theirs), RoundRobin(place));
        }
    }

    private static bool Holds(IpamPlace place, string id) => place.Files.Values.Any(c => c.StartsWith(id + "\r\n", StringComparison.Ordinal));

    private static List<string> Leases(IpamPlace place) => [.. place.LeaseNames.Select(n => $"{n}={place.Files[n].ReplaceLineEndings("|")}")];

    private static List<string> RoundRobin(IpamPlace place) =>
        [.. place.Files.Where(f => f.Key.StartsWith("last_", StringComparison.Ordinal)).Select(f => $"{f.Key}={f.Value}")];

    private static void CopyRoundRobin(IpamPlace from, IpamPlace to)
    {
        foreach (var (name, content) in from.Files.Where(f => f.Key.StartsWith("last_", StringComparison.Ordinal)))
        {
            Directory.CreateDirectory(to.Leases);
            File.WriteAllText(Path.Combine(to.Leases, name), content);
        }
    }

    private static bool IsError(JsonNode? reply) => (string?)reply?["outcome"] == "error";

    private static JsonObject Reference(string command, GeneratedNetwork network, IpamPlace place, string id, string args)
    {
        var reply = ReferenceIpam.Call("host-local", command, network.Config.Replace("DATA", place.Data, StringComparison.Ordinal), id, args: args);
        return reply.ExitCode == 0 ? Success(reply.Output) : Error();
    }

    private static JsonObject Ours(string command, GeneratedNetwork network, IpamPlace place, string id, string args)
    {
        try
        {
            if (command == "DEL")
            {
                place.Del(s_ours, network.Config, id);
                return Success("");
            }

            var result = place.Add(s_ours, network.Config, id, args: args);
            Assert.True(CniVersion.TryParse(network.Version, out var version));
            return Success(System.Text.Encoding.UTF8.GetString(CniResultWriter.ToUtf8(result, version)));
        }
        catch (CniException)
        {
            return Error();
        }
    }

    private static JsonObject Error() => new() { ["outcome"] = "error" };

    private static JsonObject Success(string output)
    {
        var json = output.Length == 0 ? new JsonObject() : JsonNode.Parse(output)!.AsObject();
        if (json["dns"] is JsonObject { Count: 0 })
        {
            // The reference of 1.1.1 writes an empty object, later ones and ours nothing.
            json.Remove("dns");
        }

        return new JsonObject { ["outcome"] = "success", ["result"] = json };
    }
}
