<?php
// Laravel's migrator on SQLite: answers JSON lines, see ../driver.ts.

require 'Illuminate/Database/autoload.php';
require 'Illuminate/Filesystem/autoload.php';

use Illuminate\Database\Capsule\Manager;
use Illuminate\Database\Migrations\DatabaseMigrationRepository;
use Illuminate\Database\Migrations\Migrator;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Support\Facades\Facade;

/** The names that ran. As `migrate` does, makes the table first where there is none. */
function upgrade(string $folder, string $database): array
{
    $manager = new Manager();
    $manager->addConnection(['driver' => 'sqlite', 'database' => $database]);
    $container = $manager->getContainer();
    $container->instance('db', $manager->getDatabaseManager());
    Facade::setFacadeApplication($container);
    $repository = new DatabaseMigrationRepository($manager->getDatabaseManager(), 'migrations');
    $migrator = new Migrator($repository, $manager->getDatabaseManager(), new Filesystem());
    if (!$migrator->repositoryExists()) {
        $repository->createRepository();
    }
    return array_map(fn ($file) => $migrator->getMigrationName($file), $migrator->run(["$folder/database/migrations"]));
}

/** Classes cannot be forgotten: each release is a process of its own, as it is for users. */
function upgradeApart(string $folder, string $database): array
{
    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, STREAM_IPPROTO_IP);
    $child = pcntl_fork();
    if ($child === 0) {
        fclose($ours);
        fwrite($theirs, json_encode(upgrade($folder, $database)));
        exit(0);
    }
    fclose($theirs);
    $ran = json_decode(stream_get_contents($ours), true);
    pcntl_waitpid($child, $status);
    if (pcntl_wexitstatus($status) !== 0 || !is_array($ran)) {
        throw new RuntimeException("the migrator ended with $status");
    }
    return $ran;
}

function live(array $releases): array
{
    $home = (is_dir('/dev/shm') ? '/dev/shm' : sys_get_temp_dir()) . '/upgrade-paths-engine-' . bin2hex(random_bytes(8));
    mkdir($home);
    $database = "$home/db.sqlite3";
    (new PDO("sqlite:$database"))->exec('CREATE TABLE journal (entry TEXT)');
    try {
        $seen = [];
        foreach ($releases as $turn => $tree) {
            $folder = "$home/release-$turn";
            foreach ($tree as $path => $text) {
                @mkdir(dirname("$folder/$path"), 0777, true);
                file_put_contents("$folder/$path", $text);
            }
            $ran = upgradeApart($folder, $database);
            $all = fn (string $query) => (new PDO("sqlite:$database"))->query($query)->fetchAll(PDO::FETCH_COLUMN);
            $seen[] = [
                'outcome' => 'runs',
                'message' => '',
                'ran' => $ran,
                'journal' => $all('SELECT entry FROM journal ORDER BY rowid'),
                'table' => $all('SELECT migration FROM migrations'),
            ];
        }
        return $seen;
    } finally {
        (new Filesystem())->deleteDirectory($home);
    }
}

// Loads what each process needs.
upgrade('/nonexistent', ':memory:');
$package = shell_exec("dpkg-query --show --showformat='\${Version}' php-illuminate-database");
while (($line = fgets(STDIN)) !== false) {
    $question = json_decode($line, true);
    $answer = isset($question['releases']) ? live($question['releases']) : ['version' => preg_replace('/[+-].*/', '', $package)];
    echo json_encode($answer), "\n";
}
