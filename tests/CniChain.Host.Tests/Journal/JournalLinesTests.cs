using System.Text;

namespace CniChain.Host.Tests.Journal;

public sealed class JournalLinesTests
{
    private const int LineFeed = '\n';

    [Fact]
    public void Read_OfEveryBeginningOfAFile_IsTheStateOfItsLastWholeLine()
    {
        var states = AddStates.Of();
        var file = Write(states);

        for (var length = 0; length <= file.Length; length++)
        {
            var beginning = file.AsSpan(0, length);
            var whole = beginning.Count((byte)LineFeed);
            var entry = JournalReader.Read(beginning, out var unbegun);
            Assert.Equal(whole == 0, unbegun);
            Assert.Equal(whole == 0 ? null : Shown(states[whole - 1]), entry is null ? null : Shown(entry));
        }

        Assert.Equal(states.Length, file.AsSpan().Count((byte)LineFeed));
    }

    [Fact]
    public void Line_BehindTheFirst_SaysOnlyWhatHasChanged()
    {
        var lines = Encoding.UTF8.GetString(Write(AddStates.Of())).Split('\n');

        Assert.Equal("""{"state":"adding","steps":[{"type":"a","state":"done"},{"type":"b","state":"started"}],"result":{"cniVersion":"1.1.0","dns":{"domain":"first"}}}""", lines[1]);
        Assert.Equal("""{"state":"done","steps":[{"type":"a","state":"done"},{"type":"b","state":"done"}]}""", lines[2]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""{"state":"nobody knows","steps":[]}""")]
    [InlineData("\0\0\0\0")]
    public void WholeLine_ThatSaysNothing_IsNoEntry(string line)
    {
        var file = Write(AddStates.Of());

        Assert.Null(JournalReader.Read([.. file, .. Encoding.UTF8.GetBytes(line + "\n")], out var unbegun));
        Assert.False(unbegun);
    }

    [Fact]
    public void Read_OfAnEarlierBuildsDocument_SaysTheSame()
    {
        var entry = JournalReader.Read(Encoding.UTF8.GetBytes(Document), out _)!;

        Assert.Equal(new AttachmentKey(new Attachment("podnet", "c1", "eth0"), null), entry.Key);
        Assert.Equal(JournalState.Done, entry.State);
        Assert.Equal("6d3d197f-c8b4-431a-9a22-ac383301af07", entry.BootId);
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 14, 21, 33, TimeSpan.Zero).AddTicks(5760259), entry.Created);
        Assert.Equal(("/run/netns/c1", (4UL, 4026532588UL)), (entry.NetnsPath, entry.NetnsIdentity));
        Assert.Equal("K8S_POD_NAME=web;IgnoreUnknown=1", entry.Args);
        Assert.Equal(["bridge", "portmap"], entry.Chain.Entries.Select(e => e.Type));
        Assert.Equal([new JournalStep("bridge", true), new JournalStep("portmap", true)], entry.Steps);
        Assert.Equal("10.88.0.2/16", Assert.Single(entry.Result!.Ips).Address.ToString());
        Assert.Equal(Shown(entry), Shown(JournalReader.Read(JournalWriter.Entry(entry).Span, out _)!));
    }

    private static byte[] Write(JournalEntry[] states) =>
        [.. JournalWriter.Entry(states[0]).Span, .. states.Skip(1).SelectMany((state, i) => JournalWriter.Change(states[i], state).ToArray())];

    private static string Shown(JournalEntry entry) => Encoding.UTF8.GetString(JournalWriter.Entry(entry).Span);

    private const string Document = """
        {
         "format": 1,
         "boot": "6d3d197f-c8b4-431a-9a22-ac383301af07",
         "created": "2026-11-25T14:21:33.5760259+00:00",
         "state": "done",
         "network": "podnet",
         "containerId": "c1",
         "ifName": "eth0",
         "netns": "/run/netns/c1",
         "netnsDevice": 4,
         "netnsInode": 4026532588,
         "args": "K8S_POD_NAME=web;IgnoreUnknown=1",
         "chain": {
          "cniVersion": "1.0.0",
          "source": "chain",
          "plugins": [
           {
            "verbatim": false,
            "plugin": {
             "type": "bridge",
             "bridge": "cni0",
             "isGateway": true
            },
            "runtimeConfig": {
             "portMappings": [
              {
               "hostPort": 8080,
               "containerPort": 80,
               "protocol": "tcp"
              }
             ]
            }
           },
           {
            "verbatim": false,
            "plugin": {
             "type": "portmap"
            }
           }
          ]
         },
         "steps": [
          {
           "type": "bridge",
           "state": "done"
          },
          {
           "type": "portmap",
           "state": "done"
          }
         ],
         "result": {
          "cniVersion": "1.1.0",
          "interfaces": [
           {
            "name": "eth0",
            "mac": "2a:08:2c:4d:88:c8",
            "sandbox": "/run/netns/c1"
           }
          ],
          "ips": [
           {
            "interface": 0,
            "address": "10.88.0.2/16",
            "gateway": "10.88.0.1"
           }
          ]
         }
        }
        """;
}
