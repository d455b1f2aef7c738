using System.Text.Json;

namespace CniChain.Host.Tests.Journal;

/// <summary>What an ADD of two plugins records, the second of which passes the result of the first on.</summary>
internal static class AddStates
{
    /// <summary>The states, in order: the first plugin is called, the second is, done.</summary>
    /// <param name="domain">Stands in the result.</param>
    public static JournalEntry[] Of(string domain = "first")
    {
        var begun = new JournalEntry
        {
            Key = new AttachmentKey(new Attachment("podnet", "c1", "eth0"), null),
            State = JournalState.Adding,
            BootId = "boot",
            Created = DateTimeOffset.UnixEpoch,
            Chain = new ChainDefinition
            {
                Network = "podnet",
                Version = CniVersion.V1_0_0,
                Entries = [Step("a"), Step("b")],
                Source = "chain",
            },
            NetnsPath = "/run/netns/c1",
            NetnsIdentity = (4, ulong.MaxValue),
            Args = "K=ä\n",
            Steps = [new JournalStep("a", false)],
            PrevResult = Result("outer"),
        };
        var second = begun with { Steps = [new JournalStep("a", true), new JournalStep("b", false)], Result = Result(domain) };
        return [begun, second, second with { State = JournalState.Done, Steps = [new JournalStep("a", true), new JournalStep("b", true)] }];
    }

    private static CniResult Result(string domain) => CniResult.Empty with { Dns = new CniDns { Domain = domain } };

    // Over two lines, as in the file of a person.
    private static ChainEntry Step(string type) =>
        new(type, JsonElement.Parse($$"""{ "type": "{{type}}", {{"\n"}} "note": "two\nlines" }"""), RuntimeShare.Of(default));
}
