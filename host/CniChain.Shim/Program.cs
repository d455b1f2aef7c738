using CniChain.Shim;
using CniChain.Shim.Resident;

// What a runtime executes for every plugin call and a person types. The order is that of frequency and cost: podman asks VERSION of
// every plugin at every command, so that answer needs no host, no file and no JSON library.
var environment = ProcessBlock.Read("/proc/self/environ\0"u8);
var arguments = ProcessBlock.Read("/proc/self/cmdline\0"u8);
var invokedAs = InvokedName.Of(arguments);

var command = environment.ValueOf("CNI_COMMAND"u8);
if (command.SequenceEqual("VERSION"u8))
{
    return StandardOutput.Write(Answers.Version);
}

if (command.IsEmpty)
{
    return arguments.Count > 1 && InvokedName.IsOwn(invokedAs)
        ? Foreground.RunCommandLine(arguments, environment)
        : Answers.Usage();
}

// CNICHAIN_HOST=off: for a node that wants no process to stay, and for finding out whether the host is to blame.
if (environment.ValueOf("CNICHAIN_HOST"u8).SequenceEqual("off"u8))
{
    return Foreground.ServeRequest(invokedAs, environment);
}

var input = new RequestInput();
if (!input.Read())
{
    return Answers.Error(Answers.IoFailure, "the network configuration on stdin cannot be read, or is longer than 4 MiB");
}

if (ResidentHost.Serve(invokedAs, environment, input) is { } exitStatus)
{
    return exitStatus;
}

return input.GiveBack()
    ? Foreground.ServeRequest(invokedAs, environment)
    : Answers.Error(Answers.IoFailure, "no memory to hand the network configuration on to the host");
