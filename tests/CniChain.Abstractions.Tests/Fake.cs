using System.Runtime.InteropServices;

namespace CniChain.Abstractions.Tests;

/// <summary>A host as far as the contract's own members need one.</summary>
internal static class Fake
{
    public static CniContext Context(
        CniVerb verb, Attachment? attachment = null, SafeHandle? netns = null, CniResult? prevResult = null, IIpam? ipam = null) => new()
        {
            Verb = verb,
            Config = NetworkConfig.Parse(Json.Parse("""{"cniVersion": "1.0.0", "name": "podnet", "type": "fake"}""")),
            Attachment = attachment,
            NetnsPath = "/run/netns/gone",
            Netns = netns,
            HostNetns = null!, // nothing here acts in a namespace
            PrevResult = prevResult,
            Ipam = ipam ?? new RecordingIpam(false),
            Log = new NoLog(),
            StateDirectory = "/nowhere",
        };

    private sealed class NoLog : ICniLog
    {
        public void Info(string message)
        {
        }

        public void Warn(string message)
        {
        }
    }
}
